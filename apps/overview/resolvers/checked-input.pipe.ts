import { Injectable } from '@nestjs/common';
import type { ArgumentMetadata, PipeTransform, Type } from '@nestjs/common';
import { checkedInput } from '../selection/checked-input.js';

/** An input object by the rules on its class, or BAD_USER_INPUT. */
@Injectable()
export class CheckedInput implements PipeTransform<object, object> {
  transform(value: object, { metatype }: ArgumentMetadata): object {
    if (metatype === undefined) throw new Error('An input object needs its class.');
    return checkedInput(metatype as Type<object>, value);
  }
}
