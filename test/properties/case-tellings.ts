import fc from 'fast-check';
import {
  MOMENTS,
  one,
  some,
  title,
  progress,
  sensitivity,
  actor,
  day,
  inRole,
  hop,
  caseId,
  merged,
  type Telling,
  CASES,
} from './vocabulary.js';

const registration = merged(
  fc.record({
    caseNumber: one('S1', 'S2'),
    title,
    kle: one('32.18.04', '27.03.00'),
    sensitivity,
    openedOn: day,
    parties: fc.array(inRole, { maxLength: 2 }),
  }),
  some({
    facet: one('G01', 'P19'),
    progress,
    statusText: one('Venter', 'Klar'),
    responsibleUnit: actor,
    primaryHandler: actor,
    parentCaseId: caseId,
    hop,
  }),
);
const progressHistory = fc
  .tuple(fc.array(progress, { minLength: 1, maxLength: 3 }), fc.integer({ min: 0, max: 3 }))
  .map(([all, start]) => ({
    progressHistory: all.map((step, index) => ({ progress: step, from: MOMENTS[start + index] ?? '' })),
    progress: all.at(-1),
  }));

const ofCase = (type: string, data: fc.Arbitrary<object>, weight: number): fc.WeightedArbitrary<Telling> => ({
  weight: Math.round(weight * 10),
  arbitrary: fc.record({ on: one(...CASES), data }).map(({ on, data: carried }) => ({
    type: `case.${type}`,
    source: on.source,
    subject: `case/${on.id}`,
    data: carried,
  })),
});
const linkedObject = fc.record({ kind: one('building', 'site'), urn: one('urn:bbr:x:1', 'urn:bbr:x:2') });
const role = one('responsibleUnit', 'primaryHandler', 'owner', 'otherHandler');
/** What is told of cases. */
export const aboutCases = fc.oneof(
  ofCase('registered', registration, 9),
  ofCase('imported', merged(registration, progressHistory), 2),
  ofCase(
    'attributes-changed',
    some({
      caseNumber: one('S1', 'S3'),
      title,
      statusText: one('Venter', null),
      openedOn: day,
      responsibleUnit: fc.option(actor),
      hop: fc.option(hop),
    }),
    3,
  ),
  ofCase('progress-changed', merged(fc.record({ progress }), some({ statusText: one('Venter', 'Klar', 'Slut') })), 6),
  ofCase(
    'reclassified',
    merged(fc.record({ kle: one('32.18.04', '54.00.00') }), some({ facet: one('G01', 'A00') })),
    2,
  ),
  ofCase('sensitivity-changed', fc.record({ sensitivity }), 1),
  ofCase('actor-assigned', fc.record({ role, actor }), 3),
  ofCase('actor-ended', fc.record({ role, actor }), 3),
  ofCase('party-added', inRole, 4),
  ofCase('party-ended', inRole, 3),
  ofCase('related', fc.record({ kind: one('parent', 'precedent', 'other'), caseId }), 3),
  ofCase('unrelated', fc.record({ kind: one('parent', 'precedent', 'other'), caseId }), 2),
  ofCase(
    'decided',
    merged(
      fc.record({ outcome: one('granted', 'refused'), decidedOn: day }),
      some({ legalBasis: fc.constant('Fiktiv lov § 1') }),
    ),
    2,
  ),
  ofCase('visibility-restricted', fc.constant({ viewClass: 'boern' }), 0.3),
  ofCase('visibility-restored', fc.constant({ viewClass: 'boern' }), 1),
  ofCase('object-linked', linkedObject, 2),
  ofCase('object-unlinked', linkedObject, 1),
  ofCase('removed', fc.constant({ reason: 'Fejl' }), 1),
  ofCase('purged', fc.constant({ basis: 'Arkivlov' }), 0.3),
);
