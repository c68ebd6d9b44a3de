import { catalogue } from './catalogue.js';
import { OBJECT_ID_FIELDS, withLowerCaseIds } from './object-ids.js';

const UPPER = '5E9A1C9E-3D30-5B0E-8B62-6B6B6F0D6D01';
const LOWER = UPPER.toLowerCase();

function uuidFieldsIn(schema: unknown, name = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'format' in schema && schema.format === 'uuid' ? [name] : [];
  // A field that may be null says so by the choices of an anyOf.
  const isChoice = (key: string): boolean => key === 'anyOf' || Array.isArray(schema);
  return [
    ...own,
    ...Object.entries(schema).flatMap(([key, member]) => uuidFieldsIn(member, isChoice(key) ? name : key)),
  ];
}

describe('uuids of other objects', () => {
  it('are all in the list of fields', () => {
    const fields = [...catalogue.byName.values()].flatMap(({ schema }) => uuidFieldsIn(schema));
    expect([...new Set(fields)].sort()).toEqual([...OBJECT_ID_FIELDS].sort());
  });

  it('are kept in lower case, whichever way they were sent', () => {
    expect(withLowerCaseIds({ caseId: UPPER, title: UPPER })).toEqual({ caseId: LOWER, title: UPPER });
    expect(
      withLowerCaseIds({
        cases: [
          { caseId: LOWER, link: 'filed' },
          { caseId: UPPER, link: 'FILED' },
        ],
      }),
    ).toEqual({
      cases: [
        { caseId: LOWER, link: 'filed' },
        { caseId: LOWER, link: 'FILED' },
      ],
    });
  });

  it('are lower case in the lines of a payment too', () => {
    expect(withLowerCaseIds({ lines: [{ grantId: UPPER, benefitId: UPPER }] })).toEqual({
      lines: [{ grantId: LOWER, benefitId: UPPER }],
    });
  });

  it('leave data alone that has nothing to change', () => {
    const data = { caseId: LOWER, cases: [{ caseId: LOWER }] };
    expect(withLowerCaseIds(data)).toBe(data);
  });
});
