import { CaseResolver } from './case.resolver.js';
import { DeletionResolver } from './deletion.resolver.js';
import { PartyResolver } from './party.resolver.js';
import { SourceResolver } from './source.resolver.js';

/** All resolvers: the server and the generated schema are built from this one list. */
export const resolvers = [PartyResolver, CaseResolver, SourceResolver, DeletionResolver];
