import { Type } from '@sinclair/typebox';
import { eventFamily, noData, removalEvents } from './event-family.js';
import { PartyRef, closed, kle, line, uuid } from './vocabulary.js';

/** What happens to services (indsatser): help in kind that a party gets on a case. */
export const serviceEvents = eventFamily('service', {
  'service.started': {
    description: 'A party gets a service from effectivefrom on, or the source states afresh which.',
    founding: true,
    schema: closed({
      caseId: uuid('The case on which it was granted'),
      party: PartyRef,
      kind: line('What kind of service it is, in the words of the source'),
      kle: kle(),
      provider: Type.Optional(line('Who provides it')),
    }),
    example: {
      caseId: 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11',
      party: { kind: 'person', identifier: { type: 'cpr', value: '6101800001' } },
      kind: 'Hjemmehjælp, praktisk hjælp',
      kle: '27.36.04',
      provider: 'Hjemmeplejen Nord',
    },
  },
  'service.ended': {
    description: 'The service ended at effectivefrom. Sending service.started again does not begin it anew.',
    schema: noData,
    example: {},
  },
  ...removalEvents('service'),
});
