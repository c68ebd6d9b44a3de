/** A fault put into the product's own source, by hand of the test: `text` stands there once. */
export interface SeededFault {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly becomes: string;
}

const STATEMENT = 'libs/projection-engine/statement.ts';
const RECORDED = 'libs/projection-engine/recorded-event.ts';
const ASSERTIONS = 'libs/projection-engine/assertions.ts';
const CASE = 'libs/read-models/cases/case-overview.projection.ts';
const PARTY = 'libs/read-models/parties/party-statements.projection.ts';
const WORLD = 'libs/read-models/answers/past-world.ts';
const OWNED = 'libs/read-models/answers/past-owned.ts';

const fault = (name: string, file: string, text: string, becomes: string): SeededFault => ({
  name,
  file,
  text,
  becomes,
});

/** Each breaks one rule of the semantics; the property must see every one of them. */
export const SEEDED_FAULTS: readonly SeededFault[] = [
  fault(
    'the earliest registered wins',
    STATEMENT,
    'return a.time < b.time ? -1 : 1',
    'return a.time < b.time ? 1 : -1',
  ),
  fault(
    'the last tie goes to the lowest id',
    STATEMENT,
    'compareCodePoints(a.id, b.id)',
    'compareCodePoints(b.id, a.id)',
  ),
  fault('ids are compared by UTF-16 unit', STATEMENT, 'if (xHigh !== yHigh) return xHigh ? 1 : -1;', ''),
  fault(
    'a sequence is compared as text',
    STATEMENT,
    'const left = BigInt(a);\n  const right = BigInt(b);',
    'const left = a;\n  const right = b;',
  ),
  fault(
    'no sequence is the highest',
    STATEMENT,
    'if (a === null) return -1;\n  if (b === null) return 1;',
    'if (a === null) return 1;\n  if (b === null) return -1;',
  ),
  fault('a payment lies on every case', OWNED, 'on !== null && world.shownAs(on.id) === id', 'on !== null'),
  fault('a half-open end is closed', STATEMENT, 'at < statement.to)', 'at <= statement.to)'),
  fault('effectiveto is ignored', RECORDED, 'to: event.effectiveTo', 'to: null'),
  fault('effectivefrom is ignored', RECORDED, 'from: event.effectiveFrom', 'from: event.time'),
  fault(
    'recorded and registered time are swapped',
    RECORDED,
    'time: event.time,\n    sequence: event.sequence,\n    source: event.source,\n    id: event.id,\n    from: event.effectiveFrom,\n    to: event.effectiveTo,\n    recordedAt: event.recordedAt,',
    'time: event.recordedAt,\n    sequence: event.sequence,\n    source: event.source,\n    id: event.id,\n    from: event.effectiveFrom,\n    to: event.effectiveTo,\n    recordedAt: event.time,',
  ),
  fault(
    'what is recorded at the moment itself is not known',
    ASSERTIONS,
    'statement.recordedAt <= knownAt',
    'statement.recordedAt < knownAt',
  ),
  fault(
    'what takes effect last wins, whenever it was registered',
    ASSERTIONS,
    'compareStatements(statement, best.statement) <= 0',
    'statement.from <= best.statement.from',
  ),
  fault(
    'the first founding event clears what it leaves out',
    ASSERTIONS,
    'return first !== undefined && compareStatements(statement, first) === 0;',
    'return first === undefined;',
  ),
  fault(
    'the default reopens a case',
    CASE,
    'progress: progressHistory === undefined ? progress : undefined',
    "progress: progressHistory === undefined ? (progress ?? 'opened') : undefined",
  ),
  fault(
    'a party that was ended is still shown',
    CASE,
    "'case.party-ended': (row, event) => party(row, event, null)",
    "'case.party-ended': (row, event) => party(row, event, true)",
  ),
  fault(
    'an object that was unlinked is still shown',
    CASE,
    'linkedObject(row, event, null)',
    'linkedObject(row, event, true)',
  ),
  fault(
    'a decision moves progress',
    CASE,
    'values: { decision: { ...event.data } }',
    "values: { decision: { ...event.data }, progress: 'decided' }",
  ),
  fault(
    'the last day of a protection is open',
    PARTY,
    'const end = until === undefined ? null : startOfDay(nextDay(until));',
    'const end = until === undefined ? null : startOfDay(until);',
  ),
  fault(
    'an old number does not end',
    PARTY,
    '[keyOf(old)]: null, [keyOf(fresh)]',
    '[keyOf(old)]: changedNumber(old), [keyOf(fresh)]',
  ),
  fault(
    'a merge is known before it was received',
    WORLD,
    'components(places, subjects, moment.knownAt)',
    'components(places, subjects, null)',
  ),
  fault(
    'today protects nothing in the past',
    WORLD,
    'composeParty(id, mine, mentions, moment, isHiddenToday, isTold)',
    'composeParty(id, mine, mentions, moment, false, isTold)',
  ),
  fault('a corrected note stays in the list', WORLD, 'corrected.add(view.supersedes)', 'void view.supersedes'),
  fault(
    'what was unmerged stays together',
    'libs/read-models/parties/identity.ts',
    'stated.filter(({ merged }) => !merged)',
    'stated.filter(({ merged }) => merged && !merged)',
  ),
  fault(
    "CPR's word is no stronger than another's",
    'libs/read-models/parties/party.view.ts',
    'Number(a.source === CPR_SOURCE) - Number(b.source === CPR_SOURCE) || compareStatements(a, b)',
    'compareStatements(a, b)',
  ),
  fault(
    'a relation shows only where it was stated',
    'libs/read-models/answers/past-relations.ts',
    'if (party.nodes.has(nodeIn(key))) collect(',
    'if (isMine && party.nodes.has(nodeIn(key))) collect(',
  ),
  fault(
    'equal days are ordered by falling id',
    'libs/read-models/answers/page.ts',
    '|| compare(a.id, b.id)',
    '|| compare(b.id, a.id)',
  ),
  fault(
    'days begin in winter time all year',
    'libs/contracts/instants.ts',
    'toZonedDateTime(COPENHAGEN).toInstant()',
    "toZonedDateTime('+01:00').toInstant()",
  ),
];
