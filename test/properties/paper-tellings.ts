import fc from 'fast-check';
import {
  one,
  some,
  title,
  sensitivity,
  actor,
  day,
  partyRef,
  hop,
  caseId,
  merged,
  type Telling,
  DOCUMENTS,
  NOTES,
} from './vocabulary.js';

const ofDocument = (type: string, data: fc.Arbitrary<object>, weight: number): fc.WeightedArbitrary<Telling> => ({
  weight: Math.round(weight * 10),
  arbitrary: fc.record({ on: one(...DOCUMENTS), data }).map(({ on, data: carried }) => ({
    type: `document.${type}`,
    source: on.source,
    subject: `document/${on.id}`,
    data: carried,
  })),
});
const documentProgress = one('received', 'inReview', 'final');
/** What is told of documents. */
export const aboutDocuments = fc.oneof(
  ofDocument(
    'registered',
    merged(
      fc.record({
        title,
        documentType: one('Brev', 'Notat'),
        sensitivity,
        progress: documentProgress,
        cases: fc.uniqueArray(fc.record({ caseId, link: one('filed', 'attached') }), {
          maxLength: 2,
          selector: (link) => link.caseId,
        }),
      }),
      some({
        documentNumber: one('D1', 'D2'),
        direction: one('incoming', 'outgoing'),
        letterDate: day,
        version: one('1', '2'),
        hop,
        parties: fc.array(
          fc.oneof(
            partyRef,
            partyRef.map((party) => ({ party })),
          ),
          { maxLength: 2 },
        ),
      }),
    ),
    6,
  ),
  ofDocument('progress-changed', fc.record({ progress: documentProgress }), 2),
  ofDocument('version-added', fc.record({ version: one('1', '2', '3') }), 2),
  ofDocument('filed', fc.record({ caseId }), 2),
  ofDocument('attached', fc.record({ caseId }), 2),
  ofDocument('unfiled', fc.record({ caseId }), 2),
  ofDocument('sensitivity-changed', fc.record({ sensitivity }), 1),
  ofDocument('removed', fc.constant({ reason: 'Fejl' }), 1),
  ofDocument('purged', fc.constant({ basis: 'Arkivlov' }), 0.2),
);

const note = fc.record({
  caseId,
  title,
  text: one('Ringede', 'Skrev'),
  format: one('text', 'rtf'),
  author: actor,
  notedOn: day,
});
const ofNote = (
  type: string,
  data: (id: string) => fc.Arbitrary<object>,
  weight: number,
): fc.WeightedArbitrary<Telling> => ({
  weight: Math.round(weight * 10),
  arbitrary: one(...NOTES).chain((on) =>
    data(on.id).map((carried) => ({
      type: `journal-note.${type}`,
      source: on.source,
      subject: `journal-note/${on.id}`,
      data: carried,
    })),
  ),
});
/** What is told of journal notes. */
export const aboutNotes = fc.oneof(
  ofNote('recorded', () => note, 4),
  ofNote(
    'corrected',
    (id) => merged(note, fc.record({ supersedes: one(...NOTES.map((each) => each.id).filter((each) => each !== id)) })),
    2,
  ),
  ofNote('withdrawn', () => fc.constant({ reason: 'Fejl' }), 1),
  ofNote('removed', () => fc.constant({ reason: 'Fejl' }), 1),
  ofNote('purged', () => fc.constant({ basis: 'Arkivlov' }), 0.2),
);
