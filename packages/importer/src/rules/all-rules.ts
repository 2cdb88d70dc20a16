import { addressInvalid } from './address-invalid.ts';
import { bodyWithoutSchema } from './body-without-schema.ts';
import { discriminatorMappingDangling } from './discriminator-mapping-dangling.ts';
import { dynamicReferenceStatic } from './dynamic-reference-static.ts';
import { mediaTypeRepeated } from './media-type-repeated.ts';
import { methodUnsupported } from './method-unsupported.ts';
import { nameChanged } from './name-changed.ts';
import { notSelected } from './not-selected.ts';
import { oauth2FlowIncomplete } from './oauth2-flow-incomplete.ts';
import { oauth2FlowUnsupported } from './oauth2-flow-unsupported.ts';
import { operationIdMissing } from './operation-id-missing.ts';
import { operationInvalid } from './operation-invalid.ts';
import { operationSecurityKept } from './operation-security-kept.ts';
import { paramHeaderIgnored } from './param-header-ignored.ts';
import { paramInvalid } from './param-invalid.ts';
import { paramNotScalar } from './param-not-scalar.ts';
import { swagger2ExampleMisnamed } from './swagger2-example-misnamed.ts';
import { swagger2SchemaMisplaced } from './swagger2-schema-misplaced.ts';
import { swagger2ValueDropped } from './swagger2-value-dropped.ts';
import { triggerPathParamDropped } from './trigger-path-param-dropped.ts';
import { paramRepeated } from './param-repeated.ts';
import { paramTypeContradictory } from './param-type-contradictory.ts';
import { paramTypeUnknown } from './param-type-unknown.ts';
import { pathItemInvalid } from './path-item-invalid.ts';
import { pathItemOverridden } from './path-item-overridden.ts';
import { pathParamUndeclared } from './path-param-undeclared.ts';
import { pathParamUnused } from './path-param-unused.ts';
import { pathWithoutSlash } from './path-without-slash.ts';
import { readOnlyRequired } from './read-only-required.ts';
import { referenceCycle } from './reference-cycle.ts';
import { referenceDangling } from './reference-dangling.ts';
import { referenceExternal } from './reference-external.ts';
import { referenceRelativeToSchema } from './reference-relative-to-schema.ts';
import { referenceSiblingsIgnored } from './reference-siblings-ignored.ts';
import { requestBodyInvalid } from './request-body-invalid.ts';
import { responseInvalid } from './response-invalid.ts';
import { responseStatusInvalid } from './response-status-invalid.ts';
import { responseStatusRange } from './response-status-range.ts';
import { responseStatusRepeated } from './response-status-repeated.ts';
import { schemaCycle } from './schema-cycle.ts';
import { schemaDialect } from './schema-dialect.ts';
import { schemaInvalid } from './schema-invalid.ts';
import { schemaKeywordInvalid } from './schema-keyword-invalid.ts';
import { schemaKeywordTranslated } from './schema-keyword-translated.ts';
import { schemaNullableIgnored } from './schema-nullable-ignored.ts';
import { schemaPatternUnsupported } from './schema-pattern-unsupported.ts';
import { schemaTypeUnknown } from './schema-type-unknown.ts';
import { schemaValueMisfit } from './schema-value-misfit.ts';
import { schemaViolation } from './schema-violation.ts';
import { securityBearerAsApiKey } from './security-bearer-as-api-key.ts';
import { securitySchemeInvalid } from './security-scheme-invalid.ts';
import { securitySchemeUnsupported } from './security-scheme-unsupported.ts';
import { serverInvalid } from './server-invalid.ts';
import { serverMissing } from './server-missing.ts';
import { serverOverridden } from './server-overridden.ts';
import { serverRelative } from './server-relative.ts';
import { tagParentInvalid } from './tag-parent-invalid.ts';
import { tagRepeated } from './tag-repeated.ts';
import { valueNotBoolean } from './value-not-boolean.ts';
import { valueNotText } from './value-not-text.ts';
import { extraServersIgnored } from './extra-servers-ignored.ts';
import { callbackNotFollowed } from './callback-not-followed.ts';
import { identifierRepeated } from './identifier-repeated.ts';
import { linkOperationUnknown } from './link-operation-unknown.ts';
import { methodMisspelt } from './method-misspelt.ts';
import { oauth2UrlCompleted } from './oauth2-url-completed.ts';
import { paramAuthorizationIgnored } from './param-authorization-ignored.ts';
import { paramQuerystring } from './param-querystring.ts';
import { pathTemplateInvalid } from './path-template-invalid.ts';
import { pathTemplateRepeated } from './path-template-repeated.ts';
import { pathWithQuery } from './path-with-query.ts';
import { referenceKind } from './reference-kind.ts';
import { securitySchemeUnknown } from './security-scheme-unknown.ts';
import { securityScopeUnknown } from './security-scope-unknown.ts';
import { serverWithQuery } from './server-with-query.ts';
import type { Rule } from './rule.ts';

/** Every rule, in the order of the documentation. */
export const allRules: readonly Rule[] = [
  referenceDangling,
  referenceExternal,
  referenceCycle,
  referenceSiblingsIgnored,
  referenceRelativeToSchema,
  referenceKind,
  dynamicReferenceStatic,
  identifierRepeated,
  operationInvalid,
  pathItemInvalid,
  pathItemOverridden,
  methodUnsupported,
  methodMisspelt,
  notSelected,
  pathWithoutSlash,
  pathWithQuery,
  pathTemplateInvalid,
  pathTemplateRepeated,
  nameChanged,
  operationIdMissing,
  paramInvalid,
  paramNotScalar,
  paramTypeContradictory,
  paramTypeUnknown,
  paramHeaderIgnored,
  paramAuthorizationIgnored,
  paramQuerystring,
  paramRepeated,
  pathParamUndeclared,
  pathParamUnused,
  triggerPathParamDropped,
  callbackNotFollowed,
  requestBodyInvalid,
  bodyWithoutSchema,
  mediaTypeRepeated,
  responseInvalid,
  responseStatusInvalid,
  responseStatusRange,
  responseStatusRepeated,
  linkOperationUnknown,
  operationSecurityKept,
  securitySchemeUnknown,
  securityScopeUnknown,
  serverMissing,
  serverRelative,
  serverInvalid,
  serverWithQuery,
  extraServersIgnored,
  serverOverridden,
  securitySchemeInvalid,
  securitySchemeUnsupported,
  securityBearerAsApiKey,
  oauth2FlowUnsupported,
  oauth2FlowIncomplete,
  oauth2UrlCompleted,
  schemaInvalid,
  schemaCycle,
  schemaKeywordInvalid,
  schemaKeywordTranslated,
  schemaNullableIgnored,
  schemaTypeUnknown,
  schemaValueMisfit,
  readOnlyRequired,
  schemaPatternUnsupported,
  schemaDialect,
  discriminatorMappingDangling,
  valueNotBoolean,
  valueNotText,
  addressInvalid,
  tagParentInvalid,
  tagRepeated,
  swagger2ValueDropped,
  swagger2SchemaMisplaced,
  swagger2ExampleMisnamed,
  schemaViolation,
];
