// lemon ARCS FLOWS: a minimum-cost flow by LEMON's network simplex.
//
// ARCS holds 64-bit numbers: nodes and arcs, the supply of every node, then tail, head, capacity and cost of every arc.
// FLOWS gets the flow of every arc. Prints the status and how long making the graph and solving took.

#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <numeric>
#include <utility>
#include <vector>

using Number = std::int64_t;
using Graph = lemon::StaticDigraph;
using Simplex = lemon::NetworkSimplex<Graph, Number, Number>;

static std::vector<Number> read(std::FILE* file, Number count) {
  std::vector<Number> numbers(count);
  if (std::fread(numbers.data(), sizeof(Number), count, file) != static_cast<std::size_t>(count)) std::exit(2);
  return numbers;
}

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  std::FILE* file = std::fopen(argv[1], "rb");
  if (!file) return 66;
  const std::vector<Number> counts = read(file, 2);
  const Number nodes = counts[0], arcs = counts[1];
  const std::vector<Number> supply = read(file, nodes), tail = read(file, arcs), head = read(file, arcs),
                            capacity = read(file, arcs), cost = read(file, arcs);
  std::fclose(file);

  const auto began = std::chrono::steady_clock::now();
  const std::clock_t worked = std::clock();
  // A static graph wants its arcs in order of their tails.
  std::vector<Number> order(arcs);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](Number a, Number b) { return tail[a] < tail[b]; });
  std::vector<std::pair<int, int>> pairs(arcs);
  for (Number place = 0; place < arcs; ++place) pairs[place] = {int(tail[order[place]]), int(head[order[place]])};
  Graph graph;
  graph.build(int(nodes), pairs.begin(), pairs.end());
  Graph::ArcMap<Number> upper(graph), costs(graph);
  Graph::NodeMap<Number> supplies(graph);
  for (Number place = 0; place < arcs; ++place) {
    upper[graph.arc(int(place))] = capacity[order[place]];
    costs[graph.arc(int(place))] = cost[order[place]];
  }
  for (Number node = 0; node < nodes; ++node) supplies[graph.node(int(node))] = supply[node];
  Simplex simplex(graph);
  const Simplex::ProblemType status = simplex.upperMap(upper).costMap(costs).supplyMap(supplies).run();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  const double processor = double(std::clock() - worked) / CLOCKS_PER_SEC;

  std::vector<Number> flow(arcs);
  if (status == Simplex::OPTIMAL) {
    for (Number place = 0; place < arcs; ++place) flow[order[place]] = simplex.flow(graph.arc(int(place)));
  }
  file = std::fopen(argv[2], "wb");
  if (!file || std::fwrite(flow.data(), sizeof(Number), arcs, file) != static_cast<std::size_t>(arcs)) return 73;
  std::fclose(file);
  std::printf("{\"status\": \"%s\", \"seconds\": %.6f, \"processor\": %.6f}\n",
              status == Simplex::OPTIMAL ? "optimal" : status == Simplex::INFEASIBLE ? "infeasible" : "unbounded",
              seconds, processor);
}
