import { Type } from '@sinclair/typebox';
import { eventFamily } from './event-family.js';
import { choice, closed, line, list, moment, prose, uuid } from './vocabulary.js';

const investigationId = uuid('The investigation');
const by = line('Who did it', 256);

/** What is done about who may look, and about who has looked. */
export const oversightEvents = eventFamily('operation', {
  'operation.access-denied': {
    description: 'An access administrator put a user or a single token on the deny list; it holds at once.',
    schema: closed({
      denialId: uuid('The denial'),
      claim: choice(['sub', 'jti'], 'Which claim of a token is denied: a user, or a single token'),
      value: line('Its value', 256),
      scope: choice(
        ['authority', 'all'],
        'Whether it holds in the authority of the event, or wherever the token speaks',
      ),
      reason: prose('Why; no name and no number of a citizen'),
      until: Type.Union([moment('When it ends by itself'), Type.Null()]),
      by,
    }),
    example: {
      denialId: '5a0d6b1e-0000-4000-8000-000000000007',
      claim: 'sub',
      value: 'user-17',
      scope: 'authority',
      reason: 'Fratrådt',
      until: null,
      by: 'access-1',
    },
  },
  'operation.denial-lifted': {
    description: 'What was on the deny list is no longer.',
    schema: closed({ denialId: uuid('The denial'), reason: prose('Why it was lifted'), by }),
    example: { denialId: '5a0d6b1e-0000-4000-8000-000000000007', reason: 'Genansat', by: 'access-1' },
  },
  'operation.investigation-placed': {
    description: 'Entries of the access log are under investigation: kept, and not shown to the citizens they name.',
    schema: closed({
      investigationId,
      user: Type.Union([line('The user whose entries they are', 256), Type.Null()]),
      party: Type.Union([uuid('The party that they name: our own id'), Type.Null()]),
      from: Type.Union([moment('The first moment'), Type.Null()]),
      to: Type.Union([moment('The moment after the last one'), Type.Null()]),
      basis: prose('The decision that asks for it'),
      by,
    }),
    example: {
      investigationId: '5a0d6b1e-0000-4000-8000-000000000007',
      user: 'bo',
      party: null,
      from: '2026-03-01T00:00:00.000000Z',
      to: null,
      basis: 'Politianmeldelse 24/1177',
      by: 'aud-1',
    },
  },
  'operation.investigation-lifted': {
    description: 'An investigation is over.',
    schema: closed({ investigationId, reason: prose('Why it is over'), by }),
    example: { investigationId: '5a0d6b1e-0000-4000-8000-000000000007', reason: 'Sagen er afsluttet', by: 'aud-1' },
  },
  'operation.access-forgotten': {
    description: 'Entries of the access log are forgotten, their time being over; told before they are.',
    schema: closed({
      actId: uuid('The act'),
      purpose: Type.Union([line('Of this purpose', 500), Type.Null()]),
      period: line('How long they are kept: ISO 8601', 64),
      before: moment('Those answered before this moment'),
      positions: Type.Optional(
        list(
          Type.Integer({ minimum: 1 }),
          'Where they stand in the access log; all that fit where left out, as once it was',
        ),
      ),
    }),
    example: {
      actId: '5a0d6b1e-0000-4000-8000-000000000008',
      purpose: null,
      period: 'P5Y',
      before: '2021-03-12T05:00:00.000000Z',
      positions: [117, 118, 121],
    },
  },
  'operation.misuse-signalled': {
    description: 'Look-ups of a user were conspicuous; once for each kind, user, party and day.',
    schema: closed({
      signalId: uuid('The signal'),
      kind: choice(
        ['OWN_RECORD', 'HOUSEHOLD', 'FAMILY', 'COLLEAGUE', 'VIP', 'NO_RELATION', 'REPEATED', 'BULK'],
        'By what they were',
      ),
      at: moment('When the first of them was made'),
      user: line('The `sub` of the token', 256),
      party: Type.Optional(uuid('The party that was looked up; none where it is about many')),
      accessEntries: list(uuid('An entry'), 'The entries of the access log that were known when it was told', 10_000),
    }),
    example: {
      signalId: '5a0d6b1e-0000-4000-8000-000000000007',
      kind: 'FAMILY',
      at: '2026-03-12T05:00:00.000000Z',
      user: 'u-4711',
      party: '1b4e28ba-2fa1-81d2-883f-0016d3cca427',
      accessEntries: ['0196a3c2-0000-7000-8000-000000000001'],
    },
  },
});
