import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { Turnstile } from './turnstile.js';

/** A response that is sent, or its connection lost, when the test says so. */
const response = (): PassThrough => new PassThrough();

async function settled(): Promise<void> {
  for (let turns = 0; turns < 5; turns++) await turn();
}

describe('the turnstile', () => {
  it('lets so many in at once, and the others in the order they came', async () => {
    const turnstile = new Turnstile(2);
    const responses = Array.from({ length: 5 }, response);
    const entered: number[] = [];
    responses.forEach((each, index) => void turnstile.enter(each).then(() => entered.push(index)));
    await settled();
    expect(entered).toEqual([0, 1]);
    responses[1]?.destroy();
    await settled();
    expect(entered).toEqual([0, 1, 2]);
    responses[0]?.destroy();
    responses[2]?.destroy();
    await settled();
    expect(entered).toEqual([0, 1, 2, 3, 4]);
  });

  it('gives on the place of a response that was lost while it waited', async () => {
    const turnstile = new Turnstile(1);
    const [first, lost, last] = [response(), response(), response()];
    let hasLast = false;
    await turnstile.enter(first);
    const waiting = turnstile.enter(lost);
    void turnstile.enter(last).then(() => (hasLast = true));
    lost.destroy();
    first.destroy();
    await waiting;
    await settled();
    expect(hasLast).toBe(true);
  });

  it('gives on the place of an answer that is made, though its client has not read it', async () => {
    const turnstile = new Turnstile(1);
    const [slow, next] = [response(), response()];
    let entered = 0;
    await turnstile.enter(slow);
    void turnstile.enter(next).then(() => (entered += 1));
    turnstile.leave(slow);
    await settled();
    expect(entered).toBe(1);
    // Told twice, of the text and of the end, it is still one place.
    slow.destroy();
    void turnstile.enter(response()).then(() => (entered += 1));
    await settled();
    expect(entered).toBe(1);
  });

  it('refuses at once where too many wait, and takes them again when there is room', async () => {
    const turnstile = new Turnstile(1, 2);
    const first = response();
    await turnstile.enter(first);
    const waiting = [turnstile.enter(response()), turnstile.enter(response())];
    await expect(turnstile.enter(response())).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    turnstile.leave(first);
    await waiting[0];
    void turnstile.enter(response());
    await expect(turnstile.enter(response())).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
  });

  it('has its places again when all are gone', async () => {
    const turnstile = new Turnstile(1);
    for (let round = 0; round < 3; round++) {
      const each = response();
      await turnstile.enter(each);
      each.destroy();
      await settled();
    }
    await expect(turnstile.enter(response())).resolves.toBeUndefined();
  });

  it('has its place again after an HTTP response was sent, and after a client hung up while it waited', async () => {
    const turnstile = new Turnstile(1);
    let arrived = 0;
    const server = createServer((_, answer) => {
      arrived += 1;
      void turnstile.enter(answer).then(() => setTimeout(() => answer.end('answered'), 20));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const first = fetch(url);
    const impatient = request(url).on('error', () => undefined);
    impatient.end();
    while (arrived < 2) await turn();
    impatient.destroy();
    await first;
    for (let round = 0; round < 3; round++) await expect((await fetch(url)).text()).resolves.toBe('answered');
    server.closeAllConnections();
    server.close();
  });
});
