import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { schemaText } from './schema-text.js';

/** Writes docs/schema.graphql: `npm run schema`. */
writeFileSync('docs/schema.graphql', await schemaText());
