import { isIP } from 'node:net';
import { ValidatorConstraint } from 'class-validator';
import type { ValidationArguments, ValidatorConstraintInterface } from 'class-validator';
import { decodeMasterKey } from './master-key.js';

/** What of the configuration a variable is judged by beside its own value. */
interface Surrounding {
  readonly databaseUrl: string | undefined;
  readonly isProduction: boolean;
}

@ValidatorConstraint({ name: 'masterKey' })
export class IsMasterKey implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && decodeMasterKey(value) !== undefined;
  }
}

@ValidatorConstraint({ name: 'address' })
export class IsAddress implements ValidatorConstraintInterface {
  validate(value: unknown, { constraints }: ValidationArguments): boolean {
    return typeof value === 'string' && URL.canParse(value) && constraints.includes(new URL(value).protocol);
  }
}

@ValidatorConstraint({ name: 'origins' })
export class AreOrigins implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    if (!Array.isArray(value)) return false;
    return value.every((one: string) => /^https?:/.test(one) && URL.canParse(one) && new URL(one).origin === one);
  }
}

/** Networks or single addresses, without zones. All of them together (`/0`) would be no list: anybody is in it. */
@ValidatorConstraint({ name: 'networks' })
export class AreNetworks implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    if (!Array.isArray(value)) return false;
    return value.every((one: string) => {
      const [address = '', bits, ...more] = one.split('/');
      const most = address.includes('%') ? 0 : ({ 4: 32, 6: 128 }[isIP(address)] ?? 0);
      const isBits = bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most);
      return most > 0 && isBits && more.length === 0;
    });
  }
}

@ValidatorConstraint({ name: 'eventStore' })
export class IsEventStore implements ValidatorConstraintInterface {
  validate(value: unknown, { object }: ValidationArguments): boolean {
    if (typeof value !== 'string') return false;
    return value === (object as Surrounding).databaseUrl || /^(kurrentdb|esdb)(\+discover)?:\/\/[^/?]+/.test(value);
  }
}

@ValidatorConstraint({ name: 'issuer' })
export class IsIssuer implements ValidatorConstraintInterface {
  validate(value: unknown, { object }: ValidationArguments): boolean {
    if (typeof value !== 'string' || !URL.canParse(value)) return false;
    const { protocol, hostname } = new URL(value);
    const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
    return protocol === 'https:' || (protocol === 'http:' && (isLoopback || !(object as Surrounding).isProduction));
  }
}
