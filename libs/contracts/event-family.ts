import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { closed, prose } from './vocabulary.js';

/** What a family file says of one event: everything, in one place. */
export interface EventSpec<S extends TSchema> {
  readonly description: string;
  readonly schema: S;
  /** Data of one whole event; a spec holds it against the schema, and /contracts shows it. */
  readonly example: Static<S>;
  /** True of an event that brings its object into being. */
  readonly founding?: boolean;
  /** False of an event that holds for good and so refuses `effectiveto`. */
  readonly takesEffectiveTo?: boolean;
}

/** A family as its file declares it; the keys of `events` are what a projection must list under `on` or `ignores`. */
export interface EventFamily<F extends string, E extends Record<string, TSchema>> {
  readonly family: F;
  readonly events: { readonly [N in keyof E]: EventSpec<E[N]> };
}

/** Declares the events of one family. Names are `<family>.<what-happened>`, in the past tense. */
export function eventFamily<const F extends string, E extends Record<`${F}.${string}`, TSchema>>(
  family: F,
  events: { readonly [N in keyof E]: EventSpec<E[N]> },
): EventFamily<F, E> {
  return { family, events };
}

const Removed = closed({ reason: prose('Why the source removed it') });
const Purged = closed({ basis: prose('The rule or decision that asks for it to be forgotten') });

/** Every family but source can be removed (out of the views, history stays) and purged (forgotten everywhere). */
export function removalEvents<const F extends string>(family: F) {
  const events = {
    [`${family}.removed`]: {
      description: 'Out of every list, count and search from effectivefrom; its history stays. Takes no effectiveto.',
      schema: Removed,
      example: { reason: 'Oprettet ved en fejl' },
      takesEffectiveTo: false,
    },
    [`${family}.purged`]: {
      description: 'Forgotten on arrival, on all time axes; only when and on what basis remains.',
      schema: Purged,
      example: { basis: 'Slettefrist efter kassationsreglerne udløbet' },
    },
  };
  return events as Record<`${F}.removed`, EventSpec<typeof Removed>> & Record<`${F}.purged`, EventSpec<typeof Purged>>;
}

/** A schema without fields, for events whose name says it all. */
export const noData = Type.Object({}, { additionalProperties: false });
