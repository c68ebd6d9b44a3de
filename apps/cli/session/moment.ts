import { momentOf } from '#contracts';
import type { Moment } from '#read-models/queries';
import { Failure } from '../output/failure.js';

/** `--as-of` and `--as-known-at`: a day (from midnight in Denmark) or an instant with zone. */
export function momentFrom(asOf: string | undefined, asKnownAt: string | undefined): Moment {
  return { asOf: instantFrom('--as-of', asOf), asKnownAt: instantFrom('--as-known-at', asKnownAt) };
}

/** The moment that the flag names; null without it. */
export function instantFrom(flag: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  const instant = momentOf(text);
  if (instant === undefined)
    throw new Failure(`${flag} must be a day (2026-03-03) or an instant with zone (2026-03-03T12:00:00+01:00)`);
  return instant;
}
