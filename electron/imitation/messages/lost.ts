/** Why a message cannot be applied: a real node logs it and goes on with the next. */
export class Lost extends Error {}
