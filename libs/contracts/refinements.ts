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
  'grant.granted': (data) => faultOfGrant(data),
  'journal-note.recorded': ({ text }) => faultOfNote(text),
  'journal-note.corrected': ({ text }) => faultOfNote(text),
  'party.registered': ({ identifiers }) => faultOfPeriods(identifiers),
  'payment.calculated': (data) => faultOfPayment(data),
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

/** A day before another, where both are told: what ends before it begins. */
function faultOfDays(from: string, to: string | undefined, path: string): Problem | undefined {
  if (to === undefined || to >= from) return undefined;
  return schemaProblem(path, 'The last day lies before the first.', 'Send a last day that is not before the first.');
}

/** An id that stands twice in a list, whose entries would be one and the same. */
function faultOfTwice(entries: readonly { readonly id: string }[], list: string): Problem | undefined {
  const seen = new Set<string>();
  for (const [index, { id }] of entries.entries()) {
    if (seen.has(id))
      return schemaProblem(`/data/${list}/${index}/id`, 'The id stands twice in the list.', 'Send each id once.');
    seen.add(id);
  }
  return undefined;
}

function faultOfGrant({ start, end, benefits, plans = [] }: DataOf<'grant.granted'>): Problem | undefined {
  const fault =
    faultOfDays(start, end, '/data/end') ?? faultOfTwice(benefits, 'benefits') ?? faultOfTwice(plans, 'plans');
  if (fault !== undefined) return fault;
  for (const [index, benefit] of benefits.entries()) {
    const wrong = faultOfDays(benefit.start, benefit.end, `/data/benefits/${index}/end`);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function faultOfPayment({ period, lines }: DataOf<'payment.calculated'>): Problem | undefined {
  const fault = faultOfDays(period.from, period.to, '/data/period/to');
  if (fault !== undefined) return fault;
  for (const [index, { from, to }] of lines.entries()) {
    const wrong = faultOfDays(from, to, `/data/lines/${index}/to`);
    if (wrong !== undefined) return wrong;
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
