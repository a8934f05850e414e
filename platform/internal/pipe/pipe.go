// Package pipe has Windows' named pipes as this program uses them: for few words, from this computer only, of a name that nobody
// else has, and open to the users that are named alone. Who is at the other end is for its users to find out.
package pipe
