/** From here on a product is low: the counter says how many are left, the manager's list warns. */
export const FEW = 5;

/** @param {{stock: number | null, active?: boolean}} product */
export function isLow({ stock, active = true }) {
  return active && stock !== null && stock <= FEW;
}
