import type { Oracle } from './oracle.js';
import { FOUND_BY, type Municipality } from './plain-world.js';

type Objects = Omit<Municipality, 'letter' | 'units' | 'hiddenObjects'>;

/** What is left of a municipality where nothing that the caller may not see exists. */
export interface VisibleWorld extends Objects {
  readonly oracle: Oracle;
  readonly notesAlsoCorrected: Municipality['notes'];
}

/** As the oracle tells. */
export function visibleTo(all: Municipality, oracle: Oracle): VisibleWorld {
  const notesAlsoCorrected = all.notes.filter((note) => oracle.note(note));
  // A hidden one counts for nothing; what lies on a case that is gone is hidden from all, and corrects still.
  const corrections = all.notes.filter((note) => oracle.note(note) || (note.gone === null && note.case.gone !== null));
  return {
    oracle,
    people: all.people,
    cases: all.cases.filter((each) => oracle.case(each)),
    documents: all.documents.filter((each) => oracle.document(each)),
    notes: notesAlsoCorrected.filter((note) => !corrections.some(({ corrects }) => corrects === note)),
    notesAlsoCorrected,
    grants: all.grants.filter((each) => oracle.grant(each)),
    payments: all.payments.filter((each) => oracle.payment(each)),
    services: all.services.filter((each) => oracle.service(each)),
  };
}

export const objectsOf = ({ documents, notes, grants, payments, services }: Objects): readonly { id: string }[] => [
  ...documents,
  ...notes,
  ...grants,
  ...payments,
  ...services,
];

/** Titles as the product shows them. */
export const caseTitle = ({ label, words }: Municipality['cases'][number]): string =>
  `${FOUND_BY} sag ${label} ${words}`.trim();

/** What the objects are known by in lists, with what of them is told. */
export const labelsOf = (world: VisibleWorld) => ({
  case: caseTitle,
  document: ({ label, cases }: Municipality['documents'][number]): string =>
    `${FOUND_BY} brev ${label}(${cases
      .flatMap((each) => (each !== null && world.oracle.case(each) ? caseTitle(each) : []))
      .sort()
      .join('+')})`,
  note: ({ label }: Municipality['notes'][number]): string => `${FOUND_BY} notat ${label}`,
  grant: (grant: Municipality['grants'][number]): string =>
    `B${grant.label}(${grant.benefits
      .filter((benefit) => world.oracle.benefit(grant, benefit))
      .map(({ id }) => id)
      .join('')})`,
});
