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
  it('is one line a second where there is no terminal, with a rate and the share', () => {
    const { stream, text } = captured();
    let now = 0;
    const progress = createProgress(stream, () => now);
    progress.start('import', 'events');
    for (now = 100; now <= 2_500; now += 100) progress.reach(now * 2, now / 5_000);
    progress.stop();
    expect(text().split('\n')).toEqual([
      'import: 2,000 events, 2,000/s, 20 %',
      'import: 4,000 events, 2,000/s, 40 %',
      'import: 5,000 events, 1,923/s, 50 %',
      '',
    ]);
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
