import { Writable } from 'node:stream';
import { createProgress, grouped } from './progress.js';

function captured() {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      text += chunk.toString();
      done();
    },
  });
  return { stream, text: () => text };
}

describe('progress', () => {
  it('is one line a second where there is no terminal, with a rate, the share and the time left', () => {
    const { stream, text } = captured();
    let now = 0;
    const progress = createProgress(stream, () => now);
    progress.start('import', 'events');
    for (now = 100; now <= 2_500; now += 100) progress.reach(now * 2, now / 5_000);
    progress.stop();
    expect(text().split('\n')).toEqual([
      'import: 2,000 events, 2,000/s, 20 %, 4 s left',
      'import: 4,000 events, 2,000/s, 40 %, 3 s left',
      'import: 5,000 events, 1,923/s, 50 %, 3 s left',
      '',
    ]);
  });

  it('tells hours and minutes where it is long', () => {
    const { stream, text } = captured();
    let now = 0;
    const progress = createProgress(stream, () => now);
    progress.start('rebuild', 'events');
    now = 60_000;
    progress.reach(10, 0.01);
    now = 120_000;
    progress.reach(20, 0.5);
    progress.stop();
    expect(text().match(/[^,]* left/g)).toEqual([' 1 h 39 min left', ' 2 min 0 s left']);
  });

  it('says nothing of nothing', () => {
    const { stream, text } = captured();
    const progress = createProgress(stream);
    progress.start('import', 'events');
    progress.stop();
    expect(text()).toBe('');
  });

  it('sets thousands apart', () => {
    expect([0, 999, 1_000, 1_234_567].map(grouped)).toEqual(['0', '999', '1,000', '1,234,567']);
  });
});
