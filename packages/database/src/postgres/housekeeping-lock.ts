/** The key of the advisory lock of housekeeping. No other code uses it. */
export const housekeepingLock = 5_270_114_392;
