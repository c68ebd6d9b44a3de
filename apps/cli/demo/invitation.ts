import type { Demo } from '#demo';
import { overviewQuestion } from './overview-question.js';

/** What somebody who just ran the demo wants to do next: a token, three parties, a curl line and a link that show a full view. */
export function invitation(
  { highlights, municipality, authority }: Demo,
  token: string,
  address: string,
  isRunning: boolean,
): string {
  const [first] = highlights;
  const variables = { key: { [first.key.type]: first.key.value } };
  const body = JSON.stringify({ query: overviewQuestion, variables });
  return [
    '',
    `${municipality} (authority ${authority}, fictive from end to end) is in. Three parties worth a look:`,
    '',
    ...highlights.map(({ key, why }) => `  ${key.type.toUpperCase()} ${key.value}  ${why}`),
    '',
    `On the terminal:  npm run overblik -- party ${first.key.value} --authority ${authority}`,
    ...(isRunning ? [] : ['', 'The lines below need the service: npm start']),
    '',
    'The full 360° view over GraphQL:',
    '',
    `curl -s ${address}/graphql -H 'content-type: application/json' -H 'authorization: Bearer ${token}' -d '${body}'`,
    '',
    'The same in the playground:',
    '',
    `${address}/playground#token=${token}&${first.key.type}=${first.key.value}`,
    '',
    'A caseworker’s token that sees all of it, for eight hours:',
    '',
    token,
    '',
  ].join('\n');
}
