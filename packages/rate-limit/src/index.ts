export {
  createRateLimits,
  type RateBudget,
  type RateLimit,
  type RateLimits,
  type RateVerdict,
} from './create-rate-limits.ts';
