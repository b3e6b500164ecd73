import * as z from "zod/mini";
import { keyIdField, listOf, nameField, orgIdField, timeField } from "../../contract/fields.ts";
import { API_ROLES, MAX_TOKEN_KEYS } from "../../domain/api_token.ts";

/** The most that the body of a new token may hold, however it is indented. */
export const MAX_NEW_TOKEN_BYTES = 16 * 1024;

/** `POST /v1/tokens`. With `org_id` null, for all organisations. */
export const NewApiToken = z.strictObject({
  org_id: z.nullable(orgIdField),
  name: z._default(z.nullable(nameField), null),
  role: z.enum(API_ROLES),
  key_ids: z._default(z.nullable(listOf(keyIdField, MAX_TOKEN_KEYS)), null),
  expires_at: z._default(z.nullable(timeField), null),
});
