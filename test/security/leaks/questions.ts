import {
  listed,
  listsOf,
  OF_CASES,
  OF_PARTIES,
  readLists,
  shownIn,
  titleOf,
  type Json,
  type Question,
} from './answers.js';
import type { PlainCaller } from './callers.js';
import { oracleOf } from './oracle.js';
import { FOUND_BY, type Municipality, type Person, type PlainCase } from './plain-world.js';
import { grossOf } from './telling.js';
import { caseTitle, labelsOf, objectsOf, type VisibleWorld } from './visible-world.js';

/** What all lists over the whole authority show. */
export function searches(world: VisibleWorld): Question {
  const kinds = { CASE: world.cases, DOCUMENT: world.documents, JOURNAL_NOTE: world.notes, GRANT: world.grants };
  const search = Object.keys(kinds).map(
    (kind) =>
      `${kind}: search(text: "${FOUND_BY}", kinds: [${kind}], first: 200) { totalCount edges { node { objectId title case { title } } } }`,
  );
  const filtered =
    'kle: searchCases(filter: {kle: "32.*"}, orderBy: CASE_NUMBER, first: 200) { totalCount edges { node { title } } }';
  return {
    query: `{ cases: searchCases(filter: {}, first: 200) { totalCount edges { node { title } } } ${filtered} ${search.join(' ')} }`,
    expected: {
      cases: listed(world.cases.map(caseTitle)),
      kle: listed(world.cases.filter(({ kle }) => kle.startsWith('32.')).map(caseTitle)),
      ...Object.fromEntries(Object.entries(kinds).map(([kind, found]) => [kind, listed(found.map(({ id }) => id))])),
    },
    read: (data) => ({
      cases: shownIn(data['cases'], titleOf),
      kle: shownIn(data['kle'], titleOf),
      ...Object.fromEntries(
        Object.keys(kinds).map((kind) => [kind, shownIn(data[kind], ({ objectId }) => String(objectId))]),
      ),
    }),
  };
}

const names = (person: Person, all: readonly { person: Person }[]): boolean =>
  all.some((named) => named.person.cpr === person.cpr);

/** The sources of his cases and documents that are there and hidden, where the municipality has chosen to tell of them. */
function hiddenOf(
  { oracle }: VisibleWorld,
  all: Municipality,
  person: Person,
): Record<'cases' | 'documents', string[]> {
  if (all.hiddenObjects === 'none') return { cases: [], documents: [] };
  const isThere = ({ gone }: { gone: string | null }): boolean => gone === null;
  const cases = all.cases.filter((each) => isThere(each) && names(person, each.people));
  const documents = all.documents.filter(
    (each) =>
      isThere(each) && (names(person, each.people) || each.cases.some((of) => of !== null && cases.includes(of))),
  );
  return {
    cases: cases.filter((each) => !oracle.case(each)).map(({ source }) => source),
    documents: documents.filter((each) => !oracle.document(each)).map(({ source }) => source),
  };
}

/** The 360° view of people by their number. */
export function ofPeople(world: VisibleWorld, all: Municipality, people: readonly Person[]): Question {
  const label = labelsOf(world);
  const expected = people.flatMap((person): [string, string[]][] => {
    const cases = world.cases.filter((each) => names(person, each.people));
    const lists = {
      cases: cases.map(label.case),
      documents: world.documents
        .filter((each) => names(person, each.people) || each.cases.some((of) => of !== null && cases.includes(of)))
        .map(label.document),
      journalNotes: world.notes.filter((each) => cases.includes(each.case)).map(label.note),
      grants: world.grants.filter((each) => names(person, [each.person])).map(label.grant),
      payments: world.payments.filter((each) => names(person, [each.person])).map((each) => grossOf(each.label)),
      services: world.services.filter((each) => names(person, [each.person])).map((each) => `indsats ${each.label}`),
    };
    const isFounded = person.name !== null || world.people.some(({ household }) => household === person.cpr);
    const isThere = isFounded || Object.values(lists).some((list) => list.length > 0);
    return isThere
      ? [
          ...Object.entries(lists).map(([list, labels]): [string, string[]] => [
            `${person.cpr}.${list}`,
            listed(labels),
          ]),
          ...Object.entries(hiddenOf(world, all, person)).map(([list, sources]): [string, string[]] => [
            `${person.cpr}.${list} restricted`,
            listed(sources),
          ]),
        ]
      : [[person.cpr, ['null']]];
  });
  return {
    query: `{ ${people.map(({ cpr }, n) => `p${n}: party(key: {cpr: "${cpr}"}) { ${listsOf(OF_PARTIES)} }`).join(' ')} }`,
    expected: Object.fromEntries(expected),
    read: (data) =>
      Object.fromEntries(people.flatMap(({ cpr }, n) => readLists(cpr, OF_PARTIES, data[`p${n}`] as Json | null))),
  };
}

/** Cases by their id, also those that are not there for the caller. */
export function ofCases(world: VisibleWorld, all: Municipality, cases: Municipality['cases']): Question {
  const label = labelsOf(world);
  const expected = cases.flatMap((each): [string, string[]][] => {
    if (!world.cases.includes(each)) return [[each.id, ['null']]];
    const related = all.cases.filter(
      ({ id, related: others }) => each.related.includes(id) || others.includes(each.id),
    );
    return [
      [
        `${each.id}.documents`,
        listed(world.documents.filter((document) => document.cases.includes(each)).map(label.document)),
      ],
      [`${each.id}.journalNotes`, listed(world.notes.filter((note) => note.case === each).map(label.note))],
      [`${each.id}.grants`, listed(world.grants.filter((grant) => grant.case === each).map(label.grant))],
      [
        `${each.id}.payments`,
        listed(
          world.payments
            .filter(({ lines }) =>
              lines.some(({ grant, benefit }) => grant.case === each && world.oracle.benefit(grant, benefit)),
            )
            .map((payment) => grossOf(payment.label)),
        ),
      ],
      [
        `${each.id}.services`,
        listed(world.services.filter((service) => service.case === each).map(({ label }) => `indsats ${label}`)),
      ],
      [
        `${each.id}.related`,
        [...new Set(related.filter((other) => world.cases.includes(other)).map(({ id }) => id))].sort(),
      ],
    ];
  });
  const read = (id: string, node: Json | null): [string, string[]][] => [
    ...readLists(id, OF_CASES, node),
    ...(node === null
      ? []
      : [
          [
            `${id}.related`,
            [...new Set((node['relatedCases'] as { case: { id: string } }[]).map((each) => each.case.id))].sort(),
          ] as [string, string[]],
        ]),
  ];
  return {
    query: `{ ${cases.map(({ id }, n) => `c${n}: case(id: "${id}") { relatedCases { case { id } } ${listsOf(OF_CASES)} }`).join(' ')} }`,
    expected: Object.fromEntries(expected),
    read: (data) => Object.fromEntries(cases.flatMap(({ id }, n) => read(id, data[`c${n}`] as Json | null))),
  };
}

/** Cases as they were in February: "`asOf` views need today's *and* that moment's rights", and one group must pass both. */
export function ofCasesBefore(all: Municipality, caller: PlainCaller, cases: Municipality['cases']): Question {
  const units = all.units.map((unit) => (unit.movedFrom === undefined ? unit : { ...unit, parent: unit.movedFrom }));
  const isThere = ({ gone }: { gone: string | null }): boolean => gone !== 'purged';
  const isSeen = (each: PlainCase): boolean =>
    caller.groups.some((group) => {
      const alone = { ...caller, groups: [group] };
      const then = oracleOf({ ...all, units }, alone, isThere).case({ ...each, ...each.once });
      return then && oracleOf(all, alone, isThere).case(each);
    });
  return {
    query: `{ ${cases.map(({ id }, n) => `c${n}: case(id: "${id}", asOf: "2024-02-01T00:00:00Z") { title }`).join(' ')} }`,
    expected: Object.fromEntries(cases.map((each) => [`${each.id} then`, [isSeen(each) ? caseTitle(each) : 'null']])),
    read: (data) => {
      const titled = cases.map(({ id }, n) => ({ id, node: data[`c${n}`] as Json | null }));
      return Object.fromEntries(titled.map(({ id, node }) => [`${id} then`, [node === null ? 'null' : titleOf(node)]]));
    },
  };
}

/** Whether the history of an object has an entry at all. */
export function histories(world: VisibleWorld, objects: readonly { readonly id: string }[]): Question {
  // A note that was corrected has a history still.
  const visible = new Set(objectsOf({ ...world, notes: world.notesAlsoCorrected }).map(({ id }) => id));
  return {
    query: `{ ${objects.map(({ id }, n) => `h${n}: objectHistory(objectId: "${id}", first: 1) { totalCount }`).join(' ')} }`,
    expected: Object.fromEntries(objects.map(({ id }) => [id, [String(visible.has(id))]])),
    read: (data) =>
      Object.fromEntries(
        objects.map(({ id }, n) => [id, [String((data[`h${n}`] as { totalCount: number }).totalCount > 0)]]),
      ),
  };
}
