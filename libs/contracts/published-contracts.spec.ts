import { catalogue } from './catalogue.js';
import { checkEvent } from './check-event.js';
import { isProblem } from './problem.js';
import { asyncApi, contractList, contractOf, exampleOf } from './published-contracts.js';

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

function resolve(document: unknown, ref: string): unknown {
  return ref
    .split('/')
    .slice(1)
    .reduce<unknown>((at, segment) => (isNode(at) ? at[segment] : undefined), document);
}

function refsIn(value: unknown): string[] {
  if (!isNode(value)) return [];
  const own = typeof value['$ref'] === 'string' ? [value['$ref']] : [];
  return [...own, ...Object.values(value).flatMap(refsIn)];
}

describe('what /contracts publishes', () => {
  it.each([...catalogue.byName.values()].map((each) => [each.name, each] as const))(
    'shows an example of %s that intake takes',
    (_, definition) => {
      const event = checkEvent(exampleOf(definition));
      expect(isProblem(event) ? event : event.name).toBe(definition.name);
    },
  );

  it('is a JSON Schema 2020-12 with title, description, id and example', () => {
    for (const { type, name } of catalogue.byName.values()) {
      const contract = contractOf(type);
      expect(contract).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        title: type,
        examples: [{ type }],
      });
      expect(JSON.parse(JSON.stringify(contract))).toEqual(contract);
      expect(resolve(contract, '#/properties/data/additionalProperties')).toBe(false);
      expect([name, typeof resolve(contract, '#/description')]).toEqual([name, 'string']);
    }
  });

  it('has nothing for what is no type', () => {
    for (const type of ['case.registered', 'dk.overblik.mention.recorded.v1', '__proto__', '']) {
      expect(contractOf(type)).toBeUndefined();
    }
  });

  it('lists every type with the way to it', () => {
    const { contracts } = contractList() as { contracts: { type: string; href: string }[] };
    expect(contracts.map(({ type }) => type)).toEqual([...catalogue.byType.keys()]);
    expect(contracts.every(({ href, type }) => href === `/contracts/${type}`)).toBe(true);
  });

  it('is an AsyncAPI 3 document whose references all lead somewhere', () => {
    const document = asyncApi();
    expect(document).toMatchObject({
      asyncapi: '3.0.0',
      info: { title: expect.any(String), version: expect.any(String) },
    });
    const refs = refsIn(document);
    expect(refs.length).toBeGreaterThan(catalogue.byType.size);
    expect(refs.filter((ref) => resolve(document, ref) === undefined)).toEqual([]);
    expect(Object.keys(resolve(document, '#/components/messages') as object)).toEqual([...catalogue.byName.keys()]);
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('describes every field of every event', () => {
    const bare: string[] = [];
    const visit = (schema: unknown, path: string): void => {
      if (!isNode(schema)) return;
      const properties = isNode(schema['properties']) ? schema['properties'] : {};
      for (const [name, member] of Object.entries(properties)) {
        if (isNode(member) && Object.keys(member).length > 0) {
          if (JSON.stringify(member).includes('"description"') === false) bare.push(`${path}.${name}`);
          visit(member, `${path}.${name}`);
          visit(member['items'], `${path}.${name}[]`);
        }
      }
    };
    for (const { name, schema } of catalogue.byName.values()) visit(schema, name);
    expect(
      [...new Set(bare.map((path) => path.replace(/^.*\.(counts\.)/, '$1')))].filter(
        (path) => !path.startsWith('counts.'),
      ),
    ).toEqual([]);
  });
});
