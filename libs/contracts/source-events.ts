import { Type } from '@sinclair/typebox';
import { eventFamily } from './event-family.js';
import { FamilyCounts, closed, line, moment, prose } from './vocabulary.js';

const sequence = Type.String({ pattern: '^[0-9]{1,18}$' });
const outage = closed({ reason: Type.Optional(prose('What caseworkers may be told')) });
const snapshot = closed({
  snapshotId: line('Id of the snapshot, as in snapshotid of its events', 128),
  counts: FamilyCounts,
});

/** What source systems (fagsystemer) say of themselves. */
export const sourceEvents = eventFamily('source', {
  'source.registered': {
    description: 'The source presents itself. Needed by nobody: until it comes, the name of a source is its URI.',
    founding: true,
    schema: closed({
      name: line('Name that caseworkers know'),
      vendor: Type.Optional(line('Who makes it')),
      capabilities: closed(
        {
          sequence: Type.Boolean({ description: 'sequence rises by one per (source, authority), so gaps can be seen' }),
          notes: Type.Boolean({ description: 'takes notes at noteEndpoint' }),
          hop: Type.Boolean({ description: 'can be hopped into' }),
          snapshots: Type.Boolean({ description: 'sends snapshots' }),
        },
        'What the source can do',
      ),
      expectedInterval: Type.String({
        format: 'duration',
        maxLength: 64,
        description: 'ISO 8601 duration; silence for twice as long is stale',
      }),
      hopTemplate: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 2048,
          description: 'https URL, RFC 6570 level 1 over {key}, {caseNumber}, {caseId} and the params of a hop',
        }),
      ),
      noteEndpoint: Type.Optional(
        Type.String({ format: 'uri', maxLength: 2048, description: 'https URL that takes notes' }),
      ),
    }),
    example: {
      name: 'KY',
      vendor: 'Eksempel A/S',
      capabilities: { sequence: true, notes: false, hop: true, snapshots: false },
      expectedInterval: 'PT15M',
      hopTemplate: 'https://ky.example/sager/{caseNumber}?fane={fane}',
    },
  },
  'source.heartbeat': {
    description: 'The source lives, and says how far it has come.',
    schema: closed({
      asOf: moment('The moment for which it speaks'),
      lastSequence: Type.Optional(
        Type.Union([sequence, Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })], {
          description: 'Highest sequence sent so far, as text (a number is taken too)',
        }),
      ),
      backlog: Type.Optional(
        Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Events that wait to be sent' }),
      ),
      counts: Type.Optional(FamilyCounts),
    }),
    example: {
      asOf: '2026-03-12T06:00:00+01:00',
      lastSequence: '4711',
      backlog: 0,
      counts: { case: 1204, document: 5310 },
    },
  },
  'source.outage-declared': {
    description: 'The source is down, from the arrival of this event on.',
    schema: outage,
    example: { reason: 'Planlagt opdatering' },
  },
  'source.outage-ended': {
    description: 'The source is up again.',
    schema: outage,
    example: {},
  },
  'source.snapshot-started': {
    description: 'Founding events with this snapshotid follow.',
    schema: snapshot,
    example: { snapshotId: '2026-03', counts: { case: 1204 } },
  },
  'source.snapshot-completed': {
    description: 'All of the snapshot has been sent.',
    schema: snapshot,
    example: { snapshotId: '2026-03', counts: { case: 1204 } },
  },
});
