import { Type } from '@sinclair/typebox';
import { eventFamily } from './event-family.js';
import { Identifier, PartyKind, closed, line, uuid } from './vocabulary.js';

/** The `source` of what Overblik itself records. */
export const OVERBLIK_SOURCE = 'urn:overblik:source:overblik';

/** Name and number of a PartyRef, in the stream of the party they name; written by intake, never accepted from outside. */
export const mentionEvents = eventFamily('mention', {
  'mention.recorded': {
    description: 'An event of another object named a party.',
    schema: closed({
      nodeId: uuid('Identity node of the identifier'),
      kind: PartyKind,
      identifier: Identifier,
      name: Type.Optional(line('Name as the event gave it')),
      via: closed({ family: line('Family of the object that named the party', 64), objectId: uuid('The object') }),
      role: Type.Optional(line('Role in which it was named', 64)),
    }),
    example: {
      nodeId: '1b4e28ba-2fa1-81d2-883f-0016d3cca427',
      kind: 'person',
      identifier: { type: 'cpr', value: '6101800001' },
      name: 'Karla Eksempel',
      via: { family: 'case', objectId: 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11' },
      role: 'primary',
    },
  },
});

const quarantineId = uuid('The quarantine entry');
const by = line('Who did it', 256);
const act = closed({
  quarantineId,
  by,
  mended: Type.Boolean({ description: 'True where the operator changed the event first' }),
});

/** What intake and operators did with events that could not be accepted, or could not be shown. */
export const operationEvents = eventFamily('operation', {
  'operation.event-quarantined': {
    description: 'An event was put into quarantine.',
    schema: closed({
      quarantineId,
      source: line('Source URI as sent', 2048),
      sequence: Type.Union([Type.String({ maxLength: 64 }), Type.Null()]),
    }),
    example: { quarantineId: '5a0d6b1e-0000-4000-8000-000000000001', source: 'urn:overblik:source:ky', sequence: '41' },
  },
  'operation.quarantine-requeued': {
    description: 'An operator sent a quarantined event through intake again.',
    schema: act,
    example: { quarantineId: '5a0d6b1e-0000-4000-8000-000000000001', by: 'operator', mended: true },
  },
  'operation.quarantine-discarded': {
    description: 'An operator discarded a quarantined event.',
    schema: act,
    example: { quarantineId: '5a0d6b1e-0000-4000-8000-000000000001', by: 'operator', mended: false },
  },
  'operation.parked-dropped': {
    description: 'An operator gave up what was parked of a key of a read model.',
    schema: closed({
      parkedId: uuid('The parking of the key'),
      readModel: line('Name of the read model', 128),
      key: line('The key: uuids and names of sources', 2200),
      firstPosition: Type.Integer({ minimum: 1, description: 'Position of the first event given up' }),
      lastPosition: Type.Integer({ minimum: 1, description: 'Position of the last one, when the operator looked' }),
      events: Type.Integer({ minimum: 1, description: 'How many they were then' }),
      code: line('What the handler had failed with', 64),
      by,
    }),
    example: {
      parkedId: '5a0d6b1e-0000-4000-8000-000000000002',
      readModel: 'case-overview',
      key: '29189846/f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11',
      firstPosition: 4711,
      lastPosition: 4719,
      events: 3,
      code: 'TypeError',
      by: 'operator',
    },
  },
});
