import { startOfDay, type Instant } from '#contracts';
import type { GrantView } from './grant-overview.view.js';

/** An entry of the timeline: a benefit begins or ends. */
export interface BenefitMoment {
  readonly entry: string;
  readonly benefitId: string;
  readonly at: Instant;
  readonly title: string;
}

/** The beginning of each benefit of the grant and, where it has one, its end. */
export function benefitMoments({ grantNumber, benefits }: GrantView): BenefitMoment[] {
  return benefits.flatMap(({ id, name, start, end }) => [
    moment('start', id, start, `Ydelsen ${name} begynder (bevilling ${grantNumber})`),
    ...(end === null ? [] : [moment('end', id, end, `Ydelsen ${name} ophører (bevilling ${grantNumber})`)]),
  ]);
}

const moment = (what: 'start' | 'end', benefitId: string, day: string, title: string): BenefitMoment => ({
  entry: `${benefitId}/${what}`,
  benefitId,
  at: startOfDay(day),
  title,
});
