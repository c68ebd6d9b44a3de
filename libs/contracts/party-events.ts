import { Type } from '@sinclair/typebox';
import { eventFamily, removalEvents } from './event-family.js';
import {
  Identifier,
  IdentifierType,
  PartyKind,
  PartyRef,
  choice,
  closed,
  date,
  dayOrMoment,
  line,
  list,
  partyName,
  uuid,
} from './vocabulary.js';

const identifierInPeriod = closed({
  type: IdentifierType,
  value: line('The number itself', 128),
  from: Type.Optional(dayOrMoment('From when it names the party; effectivefrom where left out')),
  to: Type.Optional(dayOrMoment('Until when, exclusive')),
});

const otherParty = closed({ into: uuid('uuid of the surviving party at the same source') });
const protection = (more: string) => choice(['nameAndAddress', 'special'], `What is hidden; ${more}`);
const relation = closed({
  kind: choice(
    ['spouse', 'parent', 'child', 'guardian', 'custody', 'household', 'representative'],
    'What the other party is to this one',
  ),
  party: PartyRef,
});

const spouse = { kind: 'person', identifier: { type: 'cpr', value: '620279-0002' }, name: 'Anton Eksempel' } as const;

/** What happens to parties (parter). The subject is the source's own id of the party. */
export const partyEvents = eventFamily('party', {
  'party.registered': {
    description:
      'The source knows the party by these identifiers. Parties of several sources that share one are one party.',
    founding: true,
    schema: closed({
      kind: PartyKind,
      identifiers: list(identifierInPeriod, 'All numbers of the party, past ones too', 100),
      name: Type.Optional(partyName()),
      birthDate: Type.Optional(date('Day of birth')),
    }),
    example: {
      kind: 'person',
      identifiers: [{ type: 'cpr', value: '6101800001', from: '1980-01-01' }],
      name: 'Karla Eksempel',
      birthDate: '1980-01-01',
    },
  },
  'party.identifier-changed': {
    description: 'One identifier took the place of another at effectivefrom; both find the party.',
    schema: closed({
      old: Identifier,
      new: Identifier,
      reason: choice(['numberChange', 'replacement', 'duplicate'], 'Why the number changed'),
    }),
    example: {
      old: { type: 'replacement', value: '010180-AB01' },
      new: { type: 'cpr', value: '6101800001' },
      reason: 'replacement',
    },
  },
  'party.merged': {
    description: 'The subject turned out to be the same party as another one of this source, and goes into it.',
    schema: otherParty,
    example: { into: '7a4e4b1c-52b8-4a0a-8a86-0e4e1f6b1c33' },
  },
  'party.unmerged': {
    description: 'The two are not the same party, even where they share an identifier.',
    schema: otherParty,
    example: { into: '7a4e4b1c-52b8-4a0a-8a86-0e4e1f6b1c33' },
  },
  'party.name-changed': {
    description: 'The party has another name.',
    schema: closed({ name: partyName() }),
    example: { name: 'Karla Eksempel Prøve' },
  },
  'party.address-changed': {
    description: 'The party lives, or has its seat, at another address.',
    schema: closed({
      lines: list(line('One line of the address'), 'Address lines, top first', 20),
      postalCode: Type.Optional(line('Postal code', 16)),
      city: Type.Optional(line('Postal district', 128)),
      municipalityCode: Type.Optional(
        Type.String({
          pattern: '^[0-9]{3,4}$',
          description: 'Municipality code, three digits or four with a leading zero',
        }),
      ),
      coName: Type.Optional(line('Care of')),
    }),
    example: { lines: ['Eksempelvej 12, 2. tv.'], postalCode: '9999', city: 'Prøveby', municipalityCode: '0999' },
  },
  'party.protection-set': {
    description: 'Name and address of the party are protected.',
    schema: closed({
      kind: protection('special hides as nameAndAddress does'),
      until: Type.Optional(date('Last day of the protection, inclusive')),
    }),
    example: { kind: 'nameAndAddress', until: '2027-03-31' },
  },
  'party.protection-lapsed': {
    description: 'The protection that this source had set ended.',
    schema: closed({
      kind: protection('as it was set'),
      until: Type.Optional(date('Last day of the protection, inclusive')),
    }),
    example: { kind: 'nameAndAddress' },
  },
  'party.status-changed': {
    description: 'The person has another status in the civil registration system.',
    schema: closed({ cprStatus: Type.String({ pattern: '^[0-9]{2}$', description: 'CPR status, two digits' }) }),
    example: { cprStatus: '01' },
  },
  'party.relation-started': {
    description: 'Another party is related to this one.',
    schema: relation,
    example: { kind: 'spouse', party: spouse },
  },
  'party.relation-ended': {
    description: 'The relation to another party ended.',
    schema: relation,
    example: { kind: 'spouse', party: spouse },
  },
  'party.died': {
    description: 'The person died.',
    schema: closed({ on: date('Day of death') }),
    example: { on: '2026-05-17' },
  },
  'party.company-changed': {
    description: 'What the central business register says of the company.',
    schema: closed({
      name: partyName(),
      form: Type.Optional(line('Company form', 128)),
      status: Type.Optional(line('Company status', 128)),
      branch: Type.Optional(line('Line of business', 256)),
      pNumbers: Type.Optional(list(line('P-number, ten digits', 128), 'Production units of the company', 10_000)),
    }),
    example: { name: 'Eksempel Tømrer ApS', form: 'ApS', status: 'NORMAL', branch: '433200', pNumbers: ['1000000001'] },
  },
  ...removalEvents('party'),
});
