import { isCvr } from '#contracts';
import type { SourceEvent } from './source-event.js';

/**
 * What a source makes of its input, in the order of the input. Nothing is dropped in silence: what gives no event is
 * `skipped` with a reason, and where the rest of the input cannot be read, `unreadable` says so and is the last item.
 * Reasons name the rule, never a value of the input. Lines count from 1.
 */
export type SourceItem =
  | { readonly kind: 'event'; readonly event: SourceEvent; readonly line: number }
  | { readonly kind: 'skipped'; readonly reason: string; readonly line: number }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly line: number };

/** The bytes of one file. */
export type SourceInput = AsyncIterable<Uint8Array>;

/** A setting that the command line offers for a source, without the leading dashes. */
export interface SourceFlag {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
}

/** What every import gives a source. */
export interface ImportSettings {
  /** CVR of the municipality for which the input is read. */
  readonly authority: string;
  /** Key of that authority for object ids made from CPR numbers; never leaves the source. */
  readonly hmacKey: Buffer;
  /** False makes the source present itself by one `source.registered` first. */
  readonly sourceKnown: boolean;
}

/** What was given for the flags of a source. */
export type FlagValues = Readonly<Record<string, string | undefined>>;

export type Choice<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** One kind of source system: its format on one side, our contract on the other. Pure but for reading its input. */
export interface SourceAdapter<Options> {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly SourceFlag[];
  /** The source URI under which events with these flags are sent; undefined where a flag must still say. */
  sourceOf(flags: FlagValues): string | undefined;
  /** Flags and settings as options, or the reason why they are none. */
  optionsFrom(flags: FlagValues, settings: ImportSettings): Choice<Options>;
  read(input: SourceInput, options: Options): AsyncIterable<SourceItem>;
}

/** An adapter that has hidden the type of its options, so that a registry can hold any. */
export interface RegisteredSource {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly SourceFlag[];
  sourceOf(flags: FlagValues): string | undefined;
  /** Checks flags and settings once; the function it gives reads one file after another. */
  open(flags: FlagValues, settings: ImportSettings): Choice<(input: SourceInput) => AsyncIterable<SourceItem>>;
}

/** Makes an adapter fit for the registry, and checks what all of them need. */
export function registeredSource<Options>(adapter: SourceAdapter<Options>): RegisteredSource {
  return {
    name: adapter.name,
    description: adapter.description,
    flags: adapter.flags,
    sourceOf: (flags) => adapter.sourceOf(flags),
    open: (flags, settings) => {
      const missing = adapter.flags.find((flag) => flag.isRequired && isBlank(flags[flag.name]));
      if (missing !== undefined) return { ok: false, reason: `--${missing.name} is required: ${missing.description}` };
      if (!isCvr(settings.authority))
        return { ok: false, reason: '--authority must be the CVR number of a municipality' };
      const options = adapter.optionsFrom(flags, settings);
      return options.ok ? { ok: true, value: (input) => adapter.read(input, options.value) } : options;
    },
  };
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}
