import { Type } from '@sinclair/typebox';
import { eventFamily, removalEvents } from './event-family.js';
import {
  ActorRef,
  ActorRole,
  CaseProgress,
  Hop,
  PartyInRole,
  Sensitivity,
  choice,
  closed,
  date,
  facet,
  kle,
  kleVersion,
  legalBasis,
  line,
  list,
  moment,
  nullable,
  prose,
  statusText,
  uri,
  uuid,
} from './vocabulary.js';

const caseNumber = () => line('Case number as caseworkers know it', 128);
const title = () => line('Title of the case');
const publicTitle = () => line('Title that may be shown to the citizen');
const description = () => prose('What the case is about');
const disposalCode = () => line('Code of the rule by which it is kept or disposed of', 64);
const openedOn = () => date('The day on which the case was opened');

const registered = {
  caseNumber: caseNumber(),
  title: title(),
  publicTitle: Type.Optional(publicTitle()),
  description: Type.Optional(description()),
  kle: kle(),
  facet: Type.Optional(facet()),
  kleVersion: Type.Optional(kleVersion()),
  sensitivity: Sensitivity,
  openedOn: openedOn(),
  progress: Type.Optional(CaseProgress),
  statusText: Type.Optional(statusText()),
  responsibleUnit: Type.Optional(ActorRef),
  primaryHandler: Type.Optional(ActorRef),
  parties: list(PartyInRole, 'The parties of the case; a later founding event replaces the list'),
  parentCaseId: Type.Optional(uuid('The case of which this one is a part')),
  disposalCode: Type.Optional(disposalCode()),
  legalBasis: Type.Optional(legalBasis()),
  hop: Type.Optional(Hop),
};

const progressHistory = Type.Array(
  closed({ progress: CaseProgress, from: moment('From when; each entry ends where the next begins') }),
  {
    minItems: 1,
    maxItems: 1000,
    description: 'Rising by from; an explicit progress must equal that of the last entry',
  },
);

const actorInRole = closed({ role: ActorRole, actor: ActorRef });
const relation = closed({
  kind: choice(['parent', 'precedent', 'other'], 'What the named case is to this one'),
  caseId: uuid('The other case'),
});
const linkedObject = closed({
  kind: line('What the object is to the case', 64),
  urn: Type.String({
    pattern: '^[uU][rR][nN]:[A-Za-z0-9][A-Za-z0-9-]{1,31}:[!-~]+$',
    maxLength: 512,
    description: 'URN (RFC 8141) of the object',
  }),
});
const viewClass = closed({ viewClass: line('Name of the view class', 128) });

const citizen = { kind: 'person', identifier: { type: 'cpr', value: '610180-0001' }, name: 'Karla Eksempel' } as const;
const unit = { kind: 'unit', id: '5e9a1c9e-3d30-5b0e-8b62-6b6b6f0d6d01', name: 'Ydelsescenter Nord' } as const;
const handler = { kind: 'user', id: 'b7f2d1aa-90cf-4f3e-9a53-0d6f3c2f7a10', name: 'Mads Sagsbehandler' } as const;
const example = {
  caseNumber: '2026-004217',
  title: 'Ansøgning om enkeltydelse',
  publicTitle: 'Din ansøgning om hjælp til en udgift',
  kle: '32.18.04',
  facet: 'G01',
  kleVersion: '2026-01',
  sensitivity: 'confidential',
  openedOn: '2026-03-02',
  statusText: 'Modtaget',
  responsibleUnit: unit,
  primaryHandler: handler,
  parties: [{ party: citizen, role: 'primary' }],
  legalBasis: 'Fiktiv lov § 1',
  hop: { key: '2026-004217', params: { fane: 'overblik' } },
} as const;

/** What happens to cases (sager). */
export const caseEvents = eventFamily('case', {
  'case.registered': {
    description:
      'The source opened the case, or states afresh all that it knows of it. Progress is opened where left out.',
    founding: true,
    schema: closed(registered),
    example: { ...example, parties: [...example.parties] },
  },
  'case.imported': {
    description: 'A case brought over with its past: as registered, with the progress it has been through.',
    founding: true,
    schema: closed({ ...registered, progressHistory: Type.Optional(progressHistory) }),
    example: {
      ...example,
      parties: [...example.parties],
      progress: 'informed',
      progressHistory: [
        { progress: 'opened', from: '2026-03-02T00:00:00+01:00' },
        { progress: 'informed', from: '2026-03-09T10:15:00+01:00' },
      ],
    },
  },
  'case.attributes-changed': {
    description: 'Some plain attributes have new values; null clears one that is optional, what is left out stays.',
    schema: closed({
      caseNumber: Type.Optional(caseNumber()),
      title: Type.Optional(title()),
      publicTitle: Type.Optional(nullable(publicTitle())),
      description: Type.Optional(nullable(description())),
      kleVersion: Type.Optional(nullable(kleVersion())),
      openedOn: Type.Optional(openedOn()),
      statusText: Type.Optional(nullable(statusText())),
      responsibleUnit: Type.Optional(nullable(ActorRef)),
      primaryHandler: Type.Optional(nullable(ActorRef)),
      disposalCode: Type.Optional(nullable(disposalCode())),
      legalBasis: Type.Optional(nullable(legalBasis())),
      hop: Type.Optional(nullable(Hop)),
    }),
    example: { title: 'Ansøgning om enkeltydelse til flytning', publicTitle: null },
  },
  'case.progress-changed': {
    description: 'The case moved on, or back, or only its status text changed.',
    schema: closed({ progress: CaseProgress, statusText: Type.Optional(statusText()) }),
    example: { progress: 'informed', statusText: 'Afventer oplysninger fra borger' },
  },
  'case.reclassified': {
    description: 'The case has another KLE subject.',
    schema: closed({ kle: kle(), facet: Type.Optional(facet()), kleVersion: Type.Optional(kleVersion()) }),
    example: { kle: '32.18.08', facet: 'G01', kleVersion: '2026-01' },
  },
  'case.sensitivity-changed': {
    description: 'The case is more, or less, sensitive than before.',
    schema: closed({ sensitivity: Sensitivity }),
    example: { sensitivity: 'sensitive' },
  },
  'case.actor-assigned': {
    description: 'An actor took a role; it replaces the one before it in every role but otherHandler.',
    schema: actorInRole,
    example: { role: 'primaryHandler', actor: handler },
  },
  'case.actor-ended': {
    description: 'An actor left a role.',
    schema: actorInRole,
    example: { role: 'primaryHandler', actor: handler },
  },
  'case.party-added': {
    description: 'A party takes part in the case in a role.',
    schema: PartyInRole,
    example: { role: 'secondary', party: citizen },
  },
  'case.party-ended': {
    description: 'A party no longer takes part in a role.',
    schema: PartyInRole,
    example: { role: 'secondary', party: citizen },
  },
  'case.related': {
    description: 'The case is related to another one of the same source.',
    schema: relation,
    example: { kind: 'precedent', caseId: '0c5b8f0e-2f0c-4b57-9a41-6a7a3b1c9d22' },
  },
  'case.unrelated': {
    description: 'The relation to another case ended.',
    schema: relation,
    example: { kind: 'precedent', caseId: '0c5b8f0e-2f0c-4b57-9a41-6a7a3b1c9d22' },
  },
  'case.object-linked': {
    description: 'Something outside the case systems belongs to the case: a building, a parcel, a vehicle.',
    schema: linkedObject,
    example: { kind: 'building', urn: 'urn:bbr:bygning:0a3f50b8-fiktiv' },
  },
  'case.object-unlinked': {
    description: 'The object no longer belongs to the case.',
    schema: linkedObject,
    example: { kind: 'building', urn: 'urn:bbr:bygning:0a3f50b8-fiktiv' },
  },
  'case.decided': {
    description: 'A decision was made. It never moves the progress by itself.',
    schema: closed({
      outcome: choice(['granted', 'refused', 'partly', 'annulled'], 'What was decided'),
      decidedOn: date('The day of the decision'),
      legalBasis: Type.Optional(legalBasis()),
    }),
    example: { outcome: 'partly', decidedOn: '2026-03-20', legalBasis: 'Fiktiv lov § 1, stk. 2' },
  },
  'case.visibility-restricted': {
    description: 'Only those whose rights name the view class may see the case.',
    schema: viewClass,
    example: { viewClass: 'boernesager' },
  },
  'case.visibility-restored': {
    description: 'The view class no longer restricts the case.',
    schema: viewClass,
    example: { viewClass: 'boernesager' },
  },
  'case.security-profile-set': {
    description: 'Only these users and units may see the case; an empty list lifts the profile.',
    schema: closed({ members: list(ActorRef, 'Those who may see the case') }),
    example: { members: [handler] },
  },
  'case.transferred': {
    description: 'Another source is master of the case from now on; only the present master can say so.',
    schema: closed({ toSource: uri('URI of the new master') }),
    example: { toSource: 'urn:overblik:source:ky2' },
  },
  ...removalEvents('case'),
});
