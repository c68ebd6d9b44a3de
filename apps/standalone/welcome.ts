import { resolve } from 'node:path';
import type { Configuration, Database } from '#runtime';

/** The demo's municipality; written out, since this process should not carry the whole demo to show eight digits. */
const DEMO_AUTHORITY = '29990018';

/** What a newcomer needs to see when the program has started. */
export function welcome(configuration: Configuration, database: Database, url: string): string {
  const address = url.replace('[::1]', '127.0.0.1');
  const lines = [
    '',
    `Overblik runs on ${address}`,
    ...database.notes.map((note) => `  ! ${note}`),
    ...(configuration.amqpUrl === undefined ? [] : ['  ! AMQP_URL is set, but events over AMQP are not taken yet']),
    ...(configuration.isProduction ? productionLines(configuration) : developmentLines(configuration, address)),
    `  data         ${database.origin === 'embedded' ? `${resolve(configuration.dataDir)} (embedded PostgreSQL)` : 'the database of DATABASE_URL'}`,
    `  health       ${address}/health/ready`,
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function developmentLines(configuration: Configuration, address: string): string[] {
  const issuer = configuration.oidcIssuer === undefined ? ['its own token issuer'] : [];
  const differences = ['a playground', 'introspection', ...issuer];
  return [
    `  ! This is development: with ${differences.join(', ')}. NODE_ENV=production turns them off.`,
    '',
    `  GraphQL      ${address}/graphql`,
    `  playground   ${address}/playground`,
    `  events in    ${address}/events   (contracts: ${address}/contracts)`,
    '',
    '  fill it with a fictive municipality:   npm run overblik -- demo',
    `  mint a token:                          npm run overblik -- token --authority ${DEMO_AUTHORITY} --role caseworker`,
    '',
  ];
}

function productionLines(configuration: Configuration): string[] {
  return ['', `  tokens from  ${configuration.oidcIssuer ?? ''}`, `  audience     ${configuration.oidcAudience}`];
}
