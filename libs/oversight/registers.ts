import { accessEntries } from './access-entries/access-entries.register.js';
import { misuse } from './misuse/misuse.register.js';
import type { Register } from './following/register.js';

/** All that is kept of the access log. */
export const registers: readonly Register[] = [accessEntries, misuse];
