import type { DataOf, EventName } from './catalogue.js';
import { durationToMilliseconds } from './durations.js';
import { isHopTemplate, isWebUrl } from './formats.js';
import { momentOf, toInstant } from './instants.js';
import { MAX_NOTE_BYTES } from './journal-note-events.js';
import { schemaProblem, type Problem } from './problem.js';
import type { Hop } from './vocabulary.js';

type Refinement<N extends EventName> = (data: DataOf<N>) => Problem | undefined;

/** What the rule `schema` asks beyond JSON Schema: how fields of one event fit together. */
const refinements: { readonly [N in EventName]?: Refinement<N> } = {
  'case.registered': ({ hop }) => faultOfHop(hop),
  'case.imported': (data) => faultOfHistory(data) ?? faultOfHop(data.hop),
  'case.attributes-changed': ({ hop }) => faultOfHop(hop),
  'document.registered': ({ hop }) => faultOfHop(hop),
  'journal-note.recorded': ({ text }) => faultOfNote(text),
  'journal-note.corrected': ({ text }) => faultOfNote(text),
  'party.registered': ({ identifiers }) => faultOfPeriods(identifiers),
  'source.registered': faultOfSource,
};

/** The first fault of data that has passed its JSON Schema. */
export function faultOfFit<N extends EventName>(name: N, data: DataOf<N>): Problem | undefined {
  return refinements[name]?.(data);
}

const HTTPS_FIX = 'Send a full https URL.';

function faultOfHop(hop: Hop | null | undefined): Problem | undefined {
  if (hop === null || hop === undefined || !('url' in hop) || isWebUrl(hop.url)) return undefined;
  return schemaProblem('/data/hop/url', 'The way into the source system is no https URL.', HTTPS_FIX);
}

function faultOfHistory({ progress, progressHistory }: DataOf<'case.imported'>): Problem | undefined {
  if (progressHistory === undefined) return undefined;
  let before = '';
  for (const [index, entry] of progressHistory.entries()) {
    const from = toInstant(entry.from) ?? '';
    if (from <= before) {
      return schemaProblem(
        `/data/progressHistory/${index}/from`,
        'The history does not rise: an entry begins before, or with, the one before it.',
        'Send the entries in order, each beginning later than the one before.',
      );
    }
    before = from;
  }
  if (progress === undefined || progress === progressHistory.at(-1)?.progress) return undefined;
  return schemaProblem(
    '/data/progress',
    'The progress differs from the last entry of progressHistory.',
    'Make them equal, or leave progress out.',
  );
}

function faultOfNote(text: string): Problem | undefined {
  if (text.length * 3 <= MAX_NOTE_BYTES || Buffer.byteLength(text, 'utf8') <= MAX_NOTE_BYTES) return undefined;
  return schemaProblem(
    '/data/text',
    `The text takes more than ${MAX_NOTE_BYTES} bytes of UTF-8.`,
    'Shorten the note, or send it as a document.',
  );
}

function faultOfPeriods(identifiers: DataOf<'party.registered'>['identifiers']): Problem | undefined {
  for (const [index, { from, to }] of identifiers.entries()) {
    if (from === undefined || to === undefined || (momentOf(to) ?? '') > (momentOf(from) ?? '')) continue;
    return schemaProblem(
      `/data/identifiers/${index}/to`,
      'The period of the identifier ends before it begins, or has no length.',
      'Send a to later than from.',
    );
  }
  return undefined;
}

function faultOfSource({
  expectedInterval,
  hopTemplate,
  noteEndpoint,
}: DataOf<'source.registered'>): Problem | undefined {
  if (durationToMilliseconds(expectedInterval) === 0) {
    return schemaProblem(
      '/data/expectedInterval',
      'The expected interval has no length.',
      'Send a duration of at least a second, such as PT15M.',
    );
  }
  if (hopTemplate !== undefined && !isHopTemplate(hopTemplate)) {
    return schemaProblem(
      '/data/hopTemplate',
      'The hop template is no https URL with {name} variables (RFC 6570, level 1).',
      'Send such as https://source.example/cases/{caseNumber}.',
    );
  }
  if (noteEndpoint !== undefined && !isWebUrl(noteEndpoint)) {
    return schemaProblem('/data/noteEndpoint', 'The note endpoint is no https URL.', HTTPS_FIX);
  }
  return undefined;
}
