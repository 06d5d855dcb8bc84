import { useRouter } from "vue-router";
import type { Query } from "./list-address.ts";

/** What a screen's choices do: each stands in the address, so that it can be sent on and gone back from; empty leaves it. */
export function useChoosing(query: () => Query): (name: string, value: string) => void {
  const router = useRouter();
  return (name, value) => {
    const { [name]: _, ...rest } = query();
    router.push({
      query: { ...(rest as Record<string, string>), ...(value === "" ? {} : { [name]: value }) },
    }); // an address holds texts
  };
}

/** What was picked in a field of a form. */
export function pickedIn({ target }: Event): string {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.value : "";
}
