import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Case, Decision } from './case.type.js';
import { connectionOf } from './connection.js';
import { PaymentStatus } from './enums.js';
import { Benefit, Grant, PaymentPlan } from './grant.type.js';
import { Party } from './party.type.js';
import { DateOnly, Decimal } from './scalars.js';

/** What a payment is made of, and why it was paid. */
@ObjectType({
  description: 'A part of a payment, and why it was paid: the benefit, the plan, the grant, the case and its decision.',
})
export class PaymentLine {
  @Field(() => DateOnly, { description: 'The first day that it is for.' })
  from: string;

  @Field(() => DateOnly, { description: 'The last day that it is for.' })
  to: string;

  @Field(() => Decimal, { description: 'What it adds to the payment.' })
  amount: string;

  @Field(() => Benefit, { nullable: true, description: 'The benefit that it pays.' })
  benefit: Benefit | null;

  @Field(() => PaymentPlan, {
    nullable: true,
    description: 'The plan that applied to the benefit on the first day that the line is for; null where none did.',
  })
  plan: PaymentPlan | null;

  @Field(() => Grant, { nullable: true, description: 'The grant that gives the benefit.' })
  grant: Grant | null;

  @Field(() => Case, { nullable: true, description: 'The case on which it was granted.' })
  case: Case | null;

  @Field(() => Decision, { nullable: true, description: 'The decision of that case; null where none was made.' })
  decision: Decision | null;
}

/** A payment to a party. */
@ObjectType({ description: 'A payment (udbetaling) to a party. Amounts have the digits that the source sent.' })
export class Payment {
  @Field(() => ID, { description: "The uuid of the payment, the source's own." })
  id: string;

  @Field(() => ID, { description: 'URI of the source system that holds it.' })
  source: string;

  @Field(() => Party, { nullable: true, description: 'The party to whom it is paid.' })
  party: Party | null;

  @Field(() => DateOnly, { description: 'The first day that it is for.' })
  from: string;

  @Field(() => DateOnly, { description: 'The last day that it is for.' })
  to: string;

  @Field(() => Decimal, { description: 'Before tax and other deductions.' })
  gross: string;

  @Field(() => Decimal, { nullable: true, description: 'After tax and other deductions, where told.' })
  net: string | null;

  @Field({ description: 'Currency of all its amounts (ISO 4217).' })
  currency: string;

  @Field(() => DateOnly, { description: 'The day on which the money is at hand.' })
  dispositionDate: string;

  @Field(() => PaymentStatus, { description: 'How far it has come.' })
  status: PaymentStatus;

  @Field(() => Decimal, { nullable: true, description: 'What was paid; stays when the payment is taken back.' })
  paidAmount: string | null;

  @Field(() => DateOnly, { nullable: true, description: 'The day on which it was paid; stays likewise.' })
  paidOn: string | null;

  @Field(() => [PaymentLine], { description: 'What it is made of, and why each part was paid.' })
  lines: PaymentLine[];
}

/** One page of payments. */
@ObjectType({ description: 'One page of payments, as a Relay connection.' })
export class PaymentConnection extends connectionOf(Payment, 'the payments') {}
