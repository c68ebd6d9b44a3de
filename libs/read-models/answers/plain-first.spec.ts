import { plainFirst, type Depth } from './plain-first.js';

it('asks the whole where the plain is not enough, spares that authority the plain for a while, and then tries it again', async () => {
  const asked: Depth[] = [];
  let isPlainEnough = true;
  const ask = (depth: Depth): Promise<Depth | undefined> => {
    asked.push(depth);
    return Promise.resolve(depth === 'whole' || isPlainEnough ? depth : undefined);
  };
  expect(await plainFirst('11111111', ask)).toBe('plain');
  isPlainEnough = false;
  expect(await plainFirst('11111111', ask)).toBe('whole');
  expect(asked).toEqual(['plain', 'plain', 'whole']);
  isPlainEnough = true;
  expect(await plainFirst('22222222', ask)).toBe('plain');
  const later: Depth[] = [];
  for (let n = 0; n < 40; n++) later.push(await plainFirst('11111111', ask));
  expect(later[0]).toBe('whole');
  expect(later.at(-1)).toBe('plain');
  expect(later.lastIndexOf('whole')).toBeLessThan(later.indexOf('plain'));
});
