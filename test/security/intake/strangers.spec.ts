import { connectTo } from '../fuzz/raw-connection.js';
import { openIntakeTrial, type IntakeTrial } from '../../scenarios/intake/intake-trial.js';

let trial: IntakeTrial;
beforeAll(async () => {
  trial = await openIntakeTrial();
});
afterAll(() => trial.close());

const structured = { 'content-type': 'application/cloudevents+json' };

describe('strangers', () => {
  it('are told so before their bodies are read, and hold none of the memory that senders share', async () => {
    const megabytes = 8 * 1024 * 1024;
    const head = `POST /events HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/cloudevents+json\r\ncontent-length: ${megabytes}\r\n\r\n`;
    const connections = await Promise.all(Array.from({ length: 10 }, () => connectTo(trial.url)));
    const answers = connections.map(({ socket }) => new Promise<string>((resolve) => socket.once('data', resolve)));
    for (const { socket } of connections) {
      socket.write(head);
      socket.write(Buffer.alloc(megabytes - 1, ' '));
    }
    const statuses = (await Promise.all(answers)).map((answer) => String(answer).slice(0, 12));
    expect(new Set(statuses)).toEqual(new Set(['HTTP/1.1 401']));
    expect((await trial.post('{}', structured)).status).toBe(200);
    for (const { socket } of connections) socket.destroy();
  });

  it('are turned away by their address when they are many, and then not each written to the log', async () => {
    const before = trial.logged.length;
    const answered = { 401: 0, 429: 0 };
    // Ten seconds' worth at once; a slow machine gives some back meanwhile.
    while (answered[429] === 0 && answered[401] < 10_000) {
      const asked = Array.from({ length: 40 }, () => trial.post('', structured, 'forged'));
      for (const { status } of await Promise.all(asked)) answered[status as 401 | 429] += 1;
    }
    expect(answered[429]).toBeGreaterThan(0);
    expect(trial.logged.length - before).toBe(answered[401]);
    expect((await trial.post('{}', structured)).status).toBe(200);
  }, 120_000);
});

describe('another spelling of the path', () => {
  it.each(['/%65vents', '/events?x=1', '/events#x'])('is the same door: %s', async (path) => {
    const { socket, ended } = await connectTo(trial.url);
    const body = '{"kind":"busy"}';
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer ${trial.token}\r\ncontent-type: application/cloudevents+json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    const answer = await ended;
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('"status":"quarantined"');
  });
});
