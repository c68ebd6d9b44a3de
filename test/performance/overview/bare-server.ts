import fastify from 'fastify';
import type { FastifyReply } from 'fastify';
import pg from 'pg';
import { handwrittenStatement } from './handwritten-statement.js';

/*
 * A process of its own: Fastify and nothing else. `/written/<number>` builds the view by the hand-written statement,
 * `/memory/<number>` gives it from memory. Started with DATABASE_URL.
 */

interface Params {
  readonly Params: { readonly number: string };
}

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 20 });
const server = fastify();
const answers = new Map<string, unknown>();

async function written(number: string): Promise<string> {
  const { rows } = await pool.query<{ json: string }>({ name: 'view', text: handwrittenStatement, values: [number] });
  return rows[0]?.json ?? '{"data":{"party":null}}';
}

server.get<Params>('/written/:number', async ({ params }, reply): Promise<FastifyReply> => {
  return reply.type('application/json; charset=utf-8').send(await written(params.number));
});

server.get<Params>('/memory/:number', async ({ params: { number } }) => {
  let answer = answers.get(number);
  if (answer === undefined) answers.set(number, (answer = JSON.parse(await written(number))));
  return answer;
});

process.once('SIGTERM', () => {
  void server.close().then(() => pool.end());
});
process.stdout.write(`bare Fastify on ${await server.listen({ port: 0, host: '127.0.0.1' })}\n`);
