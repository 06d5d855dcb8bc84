import { nextTick } from "vue";
import { createRouter, createWebHistory } from "vue-router";
import { GROUPS } from "./api-answers.ts";
import { settled } from "./api-client.ts";
import FindingScreen from "./finding-screen.vue";
import ForecastScreen from "./forecast-screen.vue";
import { ALL, parameter } from "./list-address.ts";
import ListScreen from "./list-screen.vue";
import MatrixScreen from "./matrix-screen.vue";
import MissingScreen from "./missing-screen.vue";
import OverviewScreen from "./overview-screen.vue";
import PatrolsScreen from "./patrols-screen.vue";
import { focusRow } from "./rows.ts";
import RulesScreen from "./rules-screen.vue";
import ScoresScreen from "./scores-screen.vue";
import StatisticsScreen from "./statistics-screen.vue";
import UnitScreen from "./unit-screen.vue";
import UnitsScreen from "./units-screen.vue";

// What a screen shows comes to it as props alone, so that one that is being left stays as it is.
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    {
      path: "/",
      name: "overview",
      component: OverviewScreen,
      props: ({ query }) => ({ inspector: parameter(query, "inspector") }),
    },
    { path: "/lists", redirect: `/lists/${ALL}` },
    {
      path: `/lists/:group(${[ALL, ...GROUPS].join("|")})`,
      name: "list",
      component: ListScreen,
      props: ({ params, query }) => ({ segment: params.group, query }),
    },
    {
      path: "/units",
      name: "units",
      component: UnitsScreen,
      props: ({ query }) => ({ inspector: parameter(query, "inspector") }),
    },
    {
      path: "/units/:id",
      name: "unit",
      component: UnitScreen,
      props: ({ params, query }) => ({ id: params.id, patrol: parameter(query, "patrol") }),
    },
    { path: "/findings/:id", name: "finding", component: FindingScreen, props: true },
    {
      path: "/scores",
      name: "scores",
      component: ScoresScreen,
      props: ({ query }) => ({ query }),
    },
    {
      path: "/matrix",
      name: "matrix",
      component: MatrixScreen,
      props: ({ query }) => ({ query }),
    },
    {
      path: "/forecast",
      name: "forecast",
      component: ForecastScreen,
      props: ({ query }) => ({ query }),
    },
    {
      path: "/statistics",
      name: "statistics",
      component: StatisticsScreen,
      props: ({ query }) => ({ query }),
    },
    { path: "/rules", name: "rules", component: RulesScreen },
    { path: "/patrols", name: "patrols", component: PatrolsScreen },
    { path: "/:rest(.*)*", name: "missing", component: MissingScreen },
  ],
  async scrollBehavior(to, from, saved) {
    if (saved) {
      // Rows that were seen before stand already; others must come first, and with them the place.
      scrollTo(saved.left, saved.top);
      const isThere = Math.abs(scrollY - saved.top) < 2;
      if (!isThere) await settled();
      await nextTick();
      focusRow(from.fullPath);
      return isThere ? false : saved;
    }
    const sameList = to.path === from.path && to.query.cursor === from.query.cursor;
    return sameList ? false : { top: 0 };
  },
});
