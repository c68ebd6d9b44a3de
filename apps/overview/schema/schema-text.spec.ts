import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType, isInputObjectType, isObjectType } from 'graphql';
import { schemaText } from './schema-text.js';

describe('the generated schema', () => {
  let text: string;
  beforeAll(async () => {
    text = await schemaText();
  });

  it('is the one in docs/schema.graphql (npm run schema writes it)', () => {
    expect(readFileSync('docs/schema.graphql', 'utf8')).toBe(text);
  });

  it('takes exactly one field of a party key', () => {
    expect(text).toContain('input PartyKey @oneOf {');
  });

  it('describes every type, field, argument and value', () => {
    const silent: string[] = [];
    const note = (name: string, description: string | null | undefined): void => {
      if (!description) silent.push(name);
    };
    for (const type of Object.values(buildSchema(text).getTypeMap())) {
      if (
        type.name.startsWith('__') ||
        ['String', 'Int', 'Boolean', 'ID', 'Query', 'Mutation', 'Subscription'].includes(type.name)
      )
        continue;
      note(type.name, type.description);
      if (isEnumType(type)) for (const value of type.getValues()) note(`${type.name}.${value.name}`, value.description);
      if (!isObjectType(type) && !isInputObjectType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        note(`${type.name}.${field.name}`, field.description);
        if ('args' in field)
          for (const argument of field.args) note(`${type.name}.${field.name}(${argument.name})`, argument.description);
      }
    }
    expect(silent).toEqual([]);
  });
});
