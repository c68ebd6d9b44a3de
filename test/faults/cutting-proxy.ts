import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A wire to a database that can be cut. */
export interface CuttingProxy {
  /** The database's address, by way of the wire. */
  readonly url: string;
  /** Cuts about so many of the connections, each in the middle of the next message that goes over it, to the database or back; 0 spares all. */
  cut(share: number): void;
  /** Connections that were cut with a message half-way. */
  readonly cuts: number;
  close(): Promise<void>;
}

/** Forwards bytes both ways; of the message that is cut a part arrives, and then the wire is dead on both sides. */
export async function openCuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(databaseUrl);
  const wires = new Set<{ isDoomed: boolean; end(): void }>();
  let cuts = 0;
  const server = createServer((client) => {
    const database = connect(Number(port), hostname);
    const end = (): void => {
      wires.delete(wire);
      client.destroy();
      database.destroy();
    };
    const wire = { isDoomed: false, end };
    wires.add(wire);
    const forward = (from: Socket, to: Socket): void => {
      from.on('data', (chunk: Buffer) => {
        if (!wire.isDoomed) return void to.write(chunk);
        cuts++;
        from.pause();
        wire.isDoomed = false; // one message only: what is in the other direction dies with the wire
        to.write(chunk.subarray(0, Math.floor(Math.random() * chunk.length)), end);
      });
      from.on('error', end);
      from.on('close', end);
    };
    forward(client, database);
    forward(database, client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.toString(),
    cut(share) {
      for (const wire of wires) wire.isDoomed = Math.random() < share;
    },
    get cuts() {
      return cuts;
    },
    async close() {
      for (const wire of [...wires]) wire.end();
      server.close();
      await once(server, 'close');
    },
  };
}
