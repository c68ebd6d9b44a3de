import { createReading } from './reading.js';

describe('what an answer has read', () => {
  it('is of one generation until a statement met another swap', () => {
    const reading = createReading();
    expect(reading.isOfOneGeneration()).toBe(true);
    for (const served of ['7', '7']) reading.note(served);
    expect(reading.isOfOneGeneration()).toBe(true);
    reading.note('8');
    reading.note('7');
    expect(reading.isOfOneGeneration()).toBe(false);
  });
});
