import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import type { QuarantineStatus } from '#event-store';

/** The query string of `GET /quarantine`. */
export class QuarantineFilter {
  @IsOptional()
  @IsIn(['open', 'accepted', 'discarded'], { message: 'status is open, accepted or discarded' })
  readonly status?: QuarantineStatus;

  /** The `next` of the page before. */
  @IsOptional()
  @Matches(/^\d{1,18}$/, { message: 'after is the next of the page before' })
  readonly after?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'limit is a whole number' })
  @Min(1, { message: 'limit is at least 1' })
  @Max(1000, { message: 'limit is at most 1000' })
  readonly limit: number = 100;
}
