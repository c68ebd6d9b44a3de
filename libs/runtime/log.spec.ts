import { blot, createLog } from './log.js';

const written = (say: (log: ReturnType<typeof createLog>) => void): string => {
  const lines: string[] = [];
  say(createLog('info', { write: (line: string) => void lines.push(line) }));
  return lines.join('');
};

describe('the log', () => {
  it('blots out person numbers, wherever they stand', () => {
    const text = written((log) =>
      log.info({ err: new Error('duplicate key (130770-1234)'), deep: { cpr: '1307701234' } }, 'of 1307701234'),
    );
    expect(text).not.toMatch(/130770/);
    expect(JSON.parse(text)).toMatchObject({ level: 'info', msg: 'of ******-****' });
  });

  it('blots out tokens and passwords', () => {
    const text = blot(
      'Bearer abc.def.ghi eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln postgres://overblik:hunter2@127.0.0.1:5432/x',
    );
    expect(text).toBe('Bearer [token] [token] postgres://overblik:[password]@127.0.0.1:5432/x');
  });

  it('leaves ids, instants and counts as they are', () => {
    const text = '7f3b0c1e-1234-4abc-8def-123456789012 2024-05-01T10:20:30.123456Z 1732245600123 position 42';
    expect(blot(text)).toBe(text);
  });

  it('keeps what drivers hang on their errors out', () => {
    const error = Object.assign(new Error('failed'), {
      code: '23505',
      detail: 'Key (name)=(Karen Blixen)',
      parameters: ['Karen'],
    });
    const text = written((log) => log.warn({ err: error }, 'no'));
    expect(text).toContain('23505');
    expect(text).not.toContain('Karen');
  });
});
