import { benefitKinds } from './benefits.js';
import { buildingKinds } from './building.js';
import { recordKinds } from './records.js';
import { careKinds } from './care.js';
import type { CaseKind } from './case-kind.js';
import { environmentKinds } from './environment.js';
import { familyKinds } from './family.js';
import { jobKinds } from './jobs.js';
import { roadKinds } from './roads.js';
import { schoolKinds } from './school.js';
import { sicknessKinds } from './sickness.js';

/** Every kind of case that Egeby Kommune has going. */
export const caseKinds: readonly CaseKind[] = [
  ...buildingKinds,
  ...sicknessKinds,
  ...benefitKinds,
  ...careKinds,
  ...familyKinds,
  ...schoolKinds,
  ...roadKinds,
  ...environmentKinds,
  ...recordKinds,
  ...jobKinds,
];
