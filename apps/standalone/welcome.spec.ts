import { demoEvents } from '#demo';
import { loadConfiguration, type Database } from '#runtime';
import { welcome } from './welcome.js';

describe('the welcome', () => {
  it('mints its example token for the municipality that it says how to fill', () => {
    const database = { origin: 'embedded', notes: [] as string[] } as Partial<Database> as Database;
    const { authority } = demoEvents({ now: new Date('2026-06-01'), people: 60, companies: 10, cases: 60 });
    expect(welcome(loadConfiguration({}), database, 'http://127.0.0.1:3000')).toContain(`--authority ${authority} `);
  });
});
