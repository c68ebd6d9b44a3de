import { Type } from '@sinclair/typebox';
import { eventFamily, noData, removalEvents } from './event-family.js';
import { closed, line, nullable, uuid } from './vocabulary.js';

const name = () => line('Name that caseworkers know');
const parent = () => uuid('The unit that it is part of; none: it stands at the top');

/** What happens to organisational units (enheder): they form the tree by which a right to a unit covers its sub-units. */
export const unitEvents = eventFamily('unit', {
  'unit.registered': {
    description: 'A unit of the organisation, and where it lies in the tree.',
    founding: true,
    schema: closed({ name: name(), parentUnitId: Type.Optional(parent()) }),
    example: { name: 'Ydelsescenter Nord', parentUnitId: '0c9f64f1-0f0c-4d52-8a52-5d4b1a1c7a01' },
  },
  'unit.changed': {
    description: 'The unit has another name, or lies elsewhere in the tree; what is left out stays.',
    schema: closed({ name: Type.Optional(name()), parentUnitId: Type.Optional(nullable(parent())) }),
    example: { name: 'Ydelsescenter Nord og Vest', parentUnitId: null },
  },
  'unit.closed': {
    description: 'The unit works no more. It keeps its place in the tree, so that its cases are still seen.',
    schema: noData,
    example: {},
  },
  ...removalEvents('unit'),
});
