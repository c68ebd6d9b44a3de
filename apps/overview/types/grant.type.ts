import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Case } from './case.type.js';
import { connectionOf } from './connection.js';
import { GrantStatus, Sensitivity } from './enums.js';
import { Party } from './party.type.js';
import { DateOnly, Decimal } from './scalars.js';

/** What a grant gives. */
@ObjectType({ description: 'A benefit (ydelse) that a grant gives.' })
export class Benefit {
  @Field(() => ID, { description: "The source's id of it, within the grant." })
  id: string;

  @Field({ description: 'The name of the benefit.' })
  name: string;

  @Field({ description: 'Its subject by KLE: dd.dd.dd.' })
  kle: string;

  @Field(() => DateOnly, { description: 'Its first day.' })
  start: string;

  @Field(() => DateOnly, { nullable: true, description: 'Its last day; null where no end is known.' })
  end: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is to be paid back; null where it is not told.' })
  repayable: boolean | null;
}

/** How a benefit is paid. */
@ObjectType({ description: 'A plan by which a benefit is paid (udbetalingsplan).' })
export class PaymentPlan {
  @Field(() => ID, { description: "The source's id of it, within the grant." })
  id: string;

  @Field(() => ID, { description: 'The benefit that it pays.' })
  benefitId: string;

  @Field({ description: "How often, in the source's own word." })
  frequency: string;

  @Field({ description: 'Whether it is paid after the period that it is for (bagud).' })
  inArrears: boolean;

  @Field(() => Int, { nullable: true, description: 'The day of the period on which the money is at hand.' })
  dispositionDay: number | null;

  @Field(() => Decimal, { description: 'What is paid each time.' })
  amount: string;

  @Field({ description: 'Currency of the amount (ISO 4217).' })
  currency: string;
}

/** A grant: benefits given to a party on a case. Its payments are in grant.resolver.ts. */
@ObjectType({
  description:
    'A grant (bevilling) of benefits to a party on a case. Benefits that may not be seen are left out of it.',
})
export class Grant {
  @Field(() => ID, { description: "The uuid of the grant, the source's own." })
  id: string;

  @Field(() => ID, { description: 'URI of the source system that holds it.' })
  source: string;

  @Field({ description: 'The grant number, as caseworkers know it.' })
  grantNumber: string;

  @Field(() => Case, { nullable: true, description: 'The case on which it was granted.' })
  case: Case | null;

  @Field(() => Party, { nullable: true, description: 'The party to whom it was granted.' })
  party: Party | null;

  @Field(() => DateOnly, { description: 'The first day of the grant.' })
  start: string;

  @Field(() => DateOnly, { nullable: true, description: 'Its last day; null where no end is known.' })
  end: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was granted, as the source gives it.' })
  reason: string | null;

  @Field(() => GrantStatus, { description: 'Whether it is being paid.' })
  status: GrantStatus;

  @Field(() => Sensitivity, { description: 'How sensitive the grant is.' })
  sensitivity: Sensitivity;

  @Field(() => [Benefit], { description: 'What it gives, of that which the caller may see; by id.' })
  benefits: Benefit[];

  @Field(() => [PaymentPlan], { description: 'How those benefits are paid; by id.' })
  plans: PaymentPlan[];
}

/** One page of grants. */
@ObjectType({ description: 'One page of grants, as a Relay connection.' })
export class GrantConnection extends connectionOf(Grant, 'the grants') {}
