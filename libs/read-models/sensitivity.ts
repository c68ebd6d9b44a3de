import { sensitivityRank } from '#contracts';

const NAMES = ['NOT_CONFIDENTIAL', 'CONFIDENTIAL', 'SENSITIVE', 'VIP'] as const;

/** What GraphQL calls a sensitivity of the contract. */
export const sensitivityName = (word: string | null): string => NAMES[sensitivityRank(word)] ?? 'VIP';

/** How sensitive what GraphQL calls so is, as rights compare it. */
export const rankOfName = (name: string): number => NAMES.indexOf(name as (typeof NAMES)[number]);
