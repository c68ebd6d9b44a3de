import { URL_NAMESPACE, dateOf, isKle, isUri, uuidV5, type DataOf } from '#contracts';
import type { Choice, FlagValues, ImportSettings, SourceAdapter, SourceItem } from '../source-adapter.js';
import { sourceEvent, sourceRegistered, type SourceEvent, type SourceIdentity } from '../source-event.js';
import { readXes, type XesAttributes, type XesEvent, type XesTrace } from './xes-reader.js';
import { readMoment, type XesMoment } from './xes-time.js';

type CaseRegistered = DataOf<'case.registered'>;

/** How the traces of a log become cases. */
export interface XesOptions extends SourceIdentity {
  /** KLE subject of every case, dd.dd.dd: logs have none. */
  readonly kle: string;
  readonly sensitivity: CaseRegistered['sensitivity'];
  /** The attribute whose value names the party of a case; none: cases have no parties. */
  readonly partyAttribute?: string | undefined;
  readonly sourceKnown: boolean;
}

interface DatedEvent extends XesEvent {
  /** 1 for the first event of the trace. */
  readonly number: number;
  readonly moment: XesMoment;
}

const SENSITIVITIES: readonly CaseRegistered['sensitivity'][] = ['notConfidential', 'confidential', 'sensitive', 'vip'];

/** Event logs (XES, gzipped or plain): a trace is a case, an event of it a change of progress. */
export const xesSource: SourceAdapter<XesOptions> = {
  name: 'xes',
  description: 'An event log (IEEE 1849 XES, .xes or .xes.gz): every trace becomes a case',
  flags: [
    { name: 'source', description: 'URI of the source system', isRequired: true },
    { name: 'kle', description: 'KLE subject of all cases, dd.dd.dd', isRequired: true },
    { name: 'sensitivity', description: `${SENSITIVITIES.join(' | ')} (default notConfidential)`, isRequired: false },
    { name: 'party-attribute', description: 'attribute that names the party of a case', isRequired: false },
  ],
  sourceOf: (flags) => flags['source'],
  optionsFrom,
  read,
};

function optionsFrom(flags: FlagValues, settings: ImportSettings): Choice<XesOptions> {
  const { source = '', kle = '', sensitivity: asked = 'notConfidential' } = flags;
  const sensitivity = SENSITIVITIES.find((level) => level === asked);
  if (!isUri(source)) return { ok: false, reason: '--source must be an absolute URI' };
  if (!isKle(kle)) return { ok: false, reason: '--kle must be a KLE subject, dd.dd.dd' };
  if (sensitivity === undefined)
    return { ok: false, reason: `--sensitivity must be one of ${SENSITIVITIES.join(', ')}` };
  const { authority, sourceKnown } = settings;
  return {
    ok: true,
    value: { source, authority, kle, sensitivity, partyAttribute: flags['party-attribute'], sourceKnown },
  };
}

async function* read(input: AsyncIterable<Uint8Array>, options: XesOptions): AsyncGenerator<SourceItem> {
  if (!options.sourceKnown) {
    const event = sourceRegistered(options, { name: nameOfSource(options.source), expectedInterval: 'P1Y' });
    yield { kind: 'event', event, line: 1 };
  }
  for await (const part of readXes(input)) {
    if (part.kind === 'unreadable') yield part;
    else if (part.kind === 'trace') yield* caseOf(part.trace, options);
    else yield { kind: 'skipped', reason: 'the event stands outside any trace', line: part.line };
  }
}

/** Everything that one trace tells, in file order. */
function* caseOf(trace: XesTrace, options: XesOptions): Generator<SourceItem> {
  const skipped = (reason: string, line = trace.line): SourceItem => ({ kind: 'skipped', reason, line });
  const caseNumber = valueOf(trace.attributes, 'concept:name');
  if (caseNumber === undefined) {
    yield skipped('the trace has no concept:name, so no case number');
    return;
  }
  if (trace.events.length === 0) {
    yield skipped('the trace has no events');
    return;
  }

  const dated = datedEvents(trace);
  const first = dated.at(0);
  const last = dated.at(-1);
  if (first === undefined || last === undefined) {
    yield skipped('no event of the trace has a time:timestamp');
    return;
  }

  const objectId = uuidV5(URL_NAMESPACE, `${options.source}|${options.authority}|${caseNumber}`);
  const event = (number: number | 'end', line: number, make: (id: string) => SourceEvent): SourceItem => ({
    kind: 'event',
    event: make(`${caseNumber}#${number}`),
    line,
  });

  yield event(0, trace.line, (id) =>
    sourceEvent(
      'case.registered',
      options,
      { id, objectId, time: first.moment.text, sequence: '0' },
      registeredData(trace, caseNumber, first, options),
    ),
  );

  const stamped = new Map(dated.map((each) => [each.number, each]));
  for (const [index, { line }] of trace.events.entries()) {
    const step = stamped.get(index + 1);
    if (step === undefined) yield skipped('the event has no time:timestamp that is a moment', line);
    else yield event(step.number, line, (id) => progressEvent(id, objectId, step, options));
  }

  const endText = valueOf(trace.attributes, 'enddate') ?? valueOf(trace.attributes, 'endDate');
  if (endText === undefined) return;
  const end = readMoment(endText);
  if (end === undefined) {
    yield skipped('the end date of the trace is no moment');
    return;
  }
  const time = end.instant > last.moment.instant ? end.text : last.moment.text;
  const sequence = String(trace.events.length + 1);
  yield event('end', trace.line, (id) =>
    sourceEvent(
      'case.progress-changed',
      options,
      { id, objectId, time, effectiveFrom: end.text, sequence },
      { progress: 'closed' },
    ),
  );
}

function progressEvent(id: string, objectId: string, step: DatedEvent, options: XesOptions): SourceEvent {
  const statusText = valueOf(step.attributes, 'concept:name');
  return sourceEvent(
    'case.progress-changed',
    options,
    {
      id,
      objectId,
      time: step.moment.text,
      effectiveFrom: step.moment.text,
      sequence: String(step.number),
      registeredBy: valueOf(step.attributes, 'org:resource'),
    },
    { progress: step.number === 1 ? 'opened' : 'informed', ...(statusText === undefined ? {} : { statusText }) },
  );
}

function registeredData(trace: XesTrace, caseNumber: string, first: DatedEvent, options: XesOptions): CaseRegistered {
  const responsibleUnit = unitOf(trace, options);
  return {
    caseNumber,
    title: titleOf(trace) ?? caseNumber,
    kle: options.kle,
    sensitivity: options.sensitivity,
    openedOn: dateOf(first.moment.instant),
    progress: 'opened',
    ...(responsibleUnit === undefined ? {} : { responsibleUnit }),
    parties: partiesOf(trace, options.partyAttribute),
  };
}

function titleOf(trace: XesTrace): string | undefined {
  return valueOf(trace.attributes, 'case_type') ?? firstValueIn(trace.events, 'concept:name');
}

/** `EMPTY` is how logs say that there is no group. */
function unitOf(trace: XesTrace, options: XesOptions): CaseRegistered['responsibleUnit'] {
  const candidates = [
    valueOf(trace.events[0]?.attributes, 'org:group'),
    valueOf(trace.attributes, 'department'),
    valueOf(trace.attributes, 'group'),
  ];
  const name = candidates.find((candidate) => candidate !== undefined && candidate.trim() !== 'EMPTY');
  if (name === undefined) return undefined;
  return { kind: 'unit', id: uuidV5(URL_NAMESPACE, `${options.source}|${options.authority}|unit|${name}`), name };
}

function partiesOf(trace: XesTrace, partyAttribute: string | undefined): CaseRegistered['parties'] {
  if (partyAttribute === undefined) return [];
  const value = valueOf(trace.attributes, partyAttribute) ?? firstValueIn(trace.events, partyAttribute);
  if (value === undefined) return [];
  return [{ party: { kind: 'person', identifier: { type: 'other', value }, name: value }, role: 'primary' }];
}

function datedEvents(trace: XesTrace): DatedEvent[] {
  return trace.events.flatMap((event, index) => {
    const moment = readMoment(event.attributes.get('time:timestamp'));
    return moment === undefined ? [] : [{ ...event, number: index + 1, moment }];
  });
}

function firstValueIn(events: readonly XesEvent[], key: string): string | undefined {
  for (const { attributes } of events) {
    const value = valueOf(attributes, key);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The value as it stands; blank is none. */
function valueOf(attributes: XesAttributes | undefined, key: string): string | undefined {
  const value = attributes?.get(key);
  return value === undefined || value.trim() === '' ? undefined : value;
}

/** The last part of the URI: 'receipt' of 'urn:overblik:source:receipt'. */
function nameOfSource(source: string): string {
  return source.split(/[:/]/).findLast((part) => part !== '') ?? source;
}
