import { readyQuestion } from './ready-question.js';

const start = { query: readyQuestion, variables: { key: { cpr: '' } } };

/**
 * Starts the playground with the ready question. The address may bring `#token=…` and `&cpr=…` (or `id`, `cvr`): a fragment
 * stays in the browser, and it is taken out of the address at once so that it is not copied along with it.
 */
export const bootScript = `const start = ${JSON.stringify(start)};
const given = new URLSearchParams(location.hash.slice(1));
const token = given.get('token');
for (const name of ['id', 'cpr', 'cvr', 'pnr']) {
  const value = given.get(name);
  if (value) start.variables = { key: { [name]: value } };
}
if (location.hash) history.replaceState(null, '', location.pathname + location.search);
window.AltairGraphQL.init({
  endpointURL: new URL('/graphql', location.href).href,
  initialName: 'Overblik 360°',
  initialQuery: start.query,
  initialVariables: JSON.stringify(start.variables, null, 2),
  initialHeaders: { Authorization: 'Bearer ' + (token || '<paste the token here>') },
  preserveState: false,
  disableAccount: true,
  instanceStorageNamespace: 'overblik_',
});
`;
