/** An amount in a Danish sentence: `4217.00` DKK is "4.217,00 kr.". Every digit is kept: it is never made a number. */
export function danishAmount(amount: string, currency: string): string {
  const [whole = '', fraction] = amount.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.');
  return `${grouped}${fraction === undefined ? '' : `,${fraction}`} ${currency === 'DKK' ? 'kr.' : currency}`;
}
