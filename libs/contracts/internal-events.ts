import { Type } from '@sinclair/typebox';
import { eventFamily } from './event-family.js';
import { Identifier, PartyKind, choice, closed, line, list, moment, prose, uri, uuid } from './vocabulary.js';

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

const holdId = uuid('The hold');
const actId = uuid('The act');
const quarantineId = uuid('The quarantine entry');
const by = line('Who did it', 256);
const act = closed({
  quarantineId,
  by,
  mended: Type.Boolean({ description: 'True where the operator changed the event first' }),
});

const sequence = (description: string) => Type.String({ pattern: '^[0-9]{1,18}$', description });
const gap = closed({
  gapId: uuid('The gap: the same in both events'),
  source: uri('The source whose events are missing'),
  missing: Type.Integer({ minimum: 0, description: 'How many events were missing then' }),
  at: moment('When the event was received that opened or closed it'),
});
const gapExample = {
  gapId: '5a0d6b1e-0000-4000-8000-000000000004',
  source: 'urn:overblik:source:ky',
  missing: 1,
  at: '2026-03-12T05:00:00.000000Z',
};
const objects = (description: string) => list(line('`<family>/<uuid>`', 64), description);
const DifferenceVerdict = choice(['ACCEPTED', 'LEGACY_WRONG', 'SUCCESSOR_WRONG'], 'Which of the two is right');

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
  'operation.hold-placed': {
    description: 'What is held may be neither erased nor purged.',
    schema: closed({
      holdId,
      family: line('Family of what is held', 64),
      objectId: uuid('The object; of a person or company our own id'),
      basis: prose('The rule or decision that asks for it to be kept'),
      until: Type.Union([Type.String({ format: 'date' }), Type.Null()]),
      by,
    }),
    example: {
      holdId: '5a0d6b1e-0000-4000-8000-000000000003',
      family: 'case',
      objectId: 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11',
      basis: 'Verserende klagesag',
      until: '2027-06-30',
      by: 'operator',
    },
  },
  'operation.hold-lifted': {
    description: 'A hold holds no more.',
    schema: closed({ holdId, reason: prose('Why it was lifted'), by }),
    example: { holdId: '5a0d6b1e-0000-4000-8000-000000000003', reason: 'Klagesagen er afsluttet', by: 'operator' },
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
  'operation.setting-changed': {
    description: 'An operator changed a setting of the authority; it holds from the next request.',
    schema: closed({
      actId,
      key: line('Name of the setting', 64),
      value: Type.String({ maxLength: 10_000, description: 'The value in its canonical form' }),
      by,
    }),
    example: {
      actId: '5a0d6b1e-0000-4000-8000-000000000003',
      key: 'parallelRun',
      value: 'urn:overblik:source:kmd-sag=urn:overblik:source:sbsys',
      by: 'cli:operator',
    },
  },
  'operation.gap-opened': {
    description: 'The first number after those received of a source is missing.',
    schema: gap,
    example: gapExample,
  },
  'operation.gap-closed': {
    description: 'All that was missing of a source has come.',
    schema: gap,
    example: { ...gapExample, missing: 0 },
  },
  'operation.snapshot-compared': {
    description:
      'Founding events of a snapshot were held against what is stored; told before those that differ are stored.',
    schema: closed({
      actId,
      source: uri('The source whose snapshot it is'),
      snapshotId: line('Id of the snapshot', 128),
      missing: objects('Objects that were not here'),
      different: objects('Objects that are not here as the source has them'),
      named: objects('Other objects that the snapshot named: the same as here, known events, refused ones'),
      sequences: list(
        Type.Tuple([sequence('First number'), sequence('Last number')]),
        'Numbers of events that were received and not stored, since they equal what is here',
        10_000,
      ),
    }),
    example: {
      actId: '5a0d6b1e-0000-4000-8000-000000000005',
      source: 'urn:overblik:source:ky',
      snapshotId: '2026-03',
      missing: ['case/f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11'],
      different: [],
      named: [],
      sequences: [['17', '19']],
    },
  },
  'operation.difference-signed-off': {
    description: 'An operator judged a difference between a legacy system and its successor.',
    schema: closed({
      actId: uuid('The difference, as uuid of its id'),
      differenceId: line('Id of the difference: both cases and the field', 300),
      verdict: DifferenceVerdict,
      note: Type.Optional(prose('Why')),
      values: line('Keyed hash of the two values: the verdict holds while they stay', 64),
      by,
    }),
    example: {
      actId: '5a0d6b1e-0000-4000-8000-000000000006',
      differenceId: 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11~6d1a0a8e-0000-4000-8000-000000000001~/title',
      verdict: 'LEGACY_WRONG',
      values: '0f343b0931126a20f133d67c2b018a3b',
      by: 'operator',
    },
  },
  'operation.store-restored': {
    description: 'A backup was put back; what came after it is lost.',
    schema: closed({
      actId: uuid('The restore'),
      backedUpAt: moment('When the backup was taken'),
      events: Type.Integer({ minimum: 0, description: 'How many events it held' }),
      accessEntries: Type.Integer({ minimum: 0, description: 'How many access entries it held' }),
      by,
    }),
    example: {
      actId: '5a0d6b1e-0000-4000-8000-000000000007',
      backedUpAt: '2026-03-12T05:00:00.000000Z',
      events: 4711,
      accessEntries: 815,
      by: 'cli:operator',
    },
  },
});

const basis = prose('The rule or decision that asks for it to be forgotten');
const erasable = { basis, by };

/**
 * What an operator or DPO had erased. Of an object it lies in the object's own stream, so that whoever reads that hears it in
 * its order; of a person in a stream of its own, since what tells of him lies in many.
 */
export const erasureEvents = eventFamily('erasure', {
  'erasure.object-erased': {
    description: 'An object was erased: forgotten on all time axes; only when, by whom and on what basis remains.',
    schema: closed({ family: line('Family of the object', 64), objectId: uuid('The object'), ...erasable }),
    example: {
      family: 'case',
      objectId: 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11',
      basis: 'Afgørelse om sletning, sag 24/1177',
      by: 'dpo-1',
    },
  },
  'erasure.party-erased': {
    description: 'A person or company was erased: what its sources said of it, and its name and number wherever named.',
    schema: closed({
      partyId: uuid('Our own id'),
      subjects: Type.Array(
        closed({
          nodeId: uuid('Identity node of the subject'),
          source: line('URI of the source', 2048),
          objectId: uuid("The source's own id of the party"),
        }),
        { description: 'What sources told of it, each in a stream of its own' },
      ),
      numbers: Type.Array(
        closed({
          nodeId: uuid('Identity node of the number'),
          successor: uuid('Identity node of the same number where it is named again'),
        }),
        { description: 'The numbers by which it was named' },
      ),
      ...erasable,
    }),
    example: {
      partyId: '1b4e28ba-2fa1-81d2-883f-0016d3cca427',
      subjects: [
        {
          nodeId: '7d444840-9dc0-81d1-b245-5ffdce74fad2',
          source: 'urn:overblik:source:cpr',
          objectId: '0b5b7d5e-5ad6-8f3e-8a4f-1f6f0f4f1c11',
        },
      ],
      numbers: [{ nodeId: '1b4e28ba-2fa1-81d2-883f-0016d3cca427', successor: 'e902893a-9d22-8c7e-a7b8-d6e313b71d9f' }],
      basis: 'Afgørelse om sletning, sag 24/1177',
      by: 'dpo-1',
    },
  },
});
